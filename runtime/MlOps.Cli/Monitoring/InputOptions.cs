using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using MlOps.Monitoring;
using MlOps.Monitoring.Reports;

namespace MlOps.Cli.Monitoring;

/// <summary>What the commands about tables understand: how files are read.</summary>
internal sealed class InputOptions
{
    private readonly Option<string?> _delimiter = new("--delimiter") { Description = "What is between two fields: a character, or 'tab'. Found out unless named." };
    private readonly Option<string?> _encoding = new("--encoding") { Description = "utf-8, latin1, utf-16 or utf-16be, of files without a byte order mark; UTF-8 unless named." };
    private readonly Option<string?> _referenceEncoding = new("--reference-encoding") { Description = "That of the reference, where it is not that of the other rows." };
    private readonly Option<string[]> _types = new("--types") { Description = "The types of columns, such as age=num,city=cat,note=text; inferred unless named." };

    public InputOptions()
    {
        _delimiter.Validators.Add(result => Check(result, text => DelimiterOf(text) is not null, "--delimiter takes one character, or 'tab'"));
        foreach (var encoding in new[] { _encoding, _referenceEncoding })
        {
            encoding.Validators.Add(result => Check(result, text => EncodingOf(text) is not null, $"{encoding.Name} is one of utf-8, latin1, utf-16 and utf-16be"));
        }

        _types.Validators.Add(static result =>
        {
            if (Assignments.Twice("--types", result.Tokens.Select(static token => token.Value)) is { } twice)
            {
                result.AddError(twice);
            }

            foreach (var token in result.Tokens)
            {
                foreach (var (name, word) in Assignments.Split(token.Value))
                {
                    if (name is null || ReportWords.TypeOf(word) is null)
                    {
                        result.AddError($"--types takes pairs such as age=num,city=cat, each num, cat or text; '{word}' is none.");
                    }
                }
            }
        });
    }

    /// <param name="command">The command.</param>
    /// <param name="hasReference">Whether it compares a file with another, which may be encoded in another way.</param>
    public void AddTo(Command command, bool hasReference = false)
    {
        command.Options.Add(_types);
        command.Options.Add(_delimiter);
        command.Options.Add(_encoding);
        if (hasReference)
        {
            command.Options.Add(_referenceEncoding);
        }
    }

    public TableOptions Table(ParseResult parsed) => new()
    {
        Delimiter = DelimiterOf(parsed.GetValue(_delimiter)),
        Encoding = EncodingOf(parsed.GetValue(_encoding)),
    };

    /// <summary>How the reference is read that the rows are held against.</summary>
    public TableOptions Reference(ParseResult parsed) => Table(parsed) with { Encoding = EncodingOf(parsed.GetValue(_referenceEncoding) ?? parsed.GetValue(_encoding)) };

    public Dictionary<string, ColumnType> Types(ParseResult parsed) => (parsed.GetValue(_types) ?? [])
        .SelectMany(Assignments.Split)
        .GroupBy(static pair => pair.Name!, StringComparer.Ordinal)
        .ToDictionary(static pairs => pairs.Key, static pairs => ReportWords.TypeOf(pairs.Last().Value)!.Value, StringComparer.Ordinal);

    /// <summary>All rows of a file, read as asked for.</summary>
    public Task<Table> ReadAsync(ParseResult parsed, string path, CancellationToken cancellationToken) => ReadAsync(parsed, path, Table(parsed), cancellationToken);

    /// <summary>All rows of a reference, read as asked for.</summary>
    public Task<Table> ReadReferenceAsync(ParseResult parsed, string path, CancellationToken cancellationToken) => ReadAsync(parsed, path, Reference(parsed), cancellationToken);

    private Task<Table> ReadAsync(ParseResult parsed, string path, TableOptions table, CancellationToken cancellationToken)
    {
        var progress = new ReadProgress();
        return progress.ShowAsync(TableInput.ReadAsync(path, progress.Of(path, table with { Types = Types(parsed) }), cancellationToken));
    }

    private static void Check(SymbolResult result, Func<string, bool> isRight, string rule)
    {
        if (result.Tokens is [{ Value: var text }] && !isRight(text))
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{rule}; '{text}' is not."));
        }
    }

    private static char? DelimiterOf(string? text) => text switch
    {
        "tab" or "\\t" => '\t',
        [var only] when only is not ('"' or '\r' or '\n' or > '\u007f') => only,
        _ => null,
    };

    private static Encoding? EncodingOf(string? name) => name?.ToUpperInvariant() switch
    {
        "UTF-8" or "UTF8" => Encoding.UTF8,
        "LATIN1" or "LATIN-1" or "ISO-8859-1" => Encoding.Latin1,
        "UTF-16" or "UTF-16LE" => Encoding.Unicode,
        "UTF-16BE" => Encoding.BigEndianUnicode,
        _ => null,
    };
}
