using System.Text.RegularExpressions;

namespace MlOps.Search;

/// <summary>
/// Cuts a filter into words, where MLflow does: it uses a general reader of SQL, so that a doubled quote and one behind a
/// backslash do not end a text, and both stay in it as they are written.
/// </summary>
internal sealed partial class FilterScanner
{
    private const int Longest = 100_000;

    private readonly string _what;
    private readonly string _text;
    private int _position;

    /// <param name="what">What the text is, for messages.</param>
    /// <param name="text">The text.</param>
    public FilterScanner(string what, string text)
    {
        _what = what;
        _text = text;
        if (text.Length > Longest)
        {
            throw Error(0, $"It has {text.Length:N0} characters, and at most {Longest:N0} are read.");
        }
    }

    /// <summary>What to throw about the place.</summary>
    public RunFilterException Error(int position, string problem) => new(_what, _text, position, problem);

    public FilterToken Next()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        if (_position == _text.Length)
        {
            return new FilterToken(FilterTokenKind.End, _position, "");
        }

        var start = _position;
        return _text[start] switch
        {
            '(' => Take(FilterTokenKind.Open, 1),
            ')' => Take(FilterTokenKind.Close, 1),
            ',' => Take(FilterTokenKind.Comma, 1),
            '\'' or '"' => Quoted(),
            '<' or '>' or '=' or '!' or '~' => Take(FilterTokenKind.Comparison, Comparison().Match(_text, start).Length),
            '-' or '+' or (>= '0' and <= '9') => Number(),
            '.' when start + 1 < _text.Length && char.IsAsciiDigit(_text[start + 1]) => Number(),
            '`' or '_' => Name(),
            var letter when char.IsLetter(letter) => Name(),
            var other => throw Error(start, $"'{other}' means nothing here. Texts stand between single quotes, keys with such characters between backticks."),
        };
    }

    private FilterToken Take(FilterTokenKind kind, int length)
    {
        var start = _position;
        _position += length;
        return new FilterToken(kind, start, _text.Substring(start, length));
    }

    private FilterToken Number()
    {
        var match = NumberPattern().Match(_text, _position);
        return match.Length > 0
            ? Take(FilterTokenKind.Number, match.Length)
            : throw Error(_position, "This is no number that MLflow reads. Write it like -1, 0.5, 1e6 or 1e-3, without a plus sign.");
    }

    private FilterToken Name()
    {
        var match = NamePattern().Match(_text, _position);
        return match.Length > 0
            ? Take(FilterTokenKind.Name, match.Length)
            : throw Error(_position, "A backtick that closes is missing.");
    }

    private FilterToken Quoted()
    {
        var (start, quote) = (_position, _text[_position]);
        var end = EndOf(quote, start);
        _position = end + 1;
        return new FilterToken(FilterTokenKind.Quoted, start, _text[(start + 1)..end]);
    }

    private int EndOf(char quote, int start)
    {
        var last = -1; // A quote that was taken for a part of the text, and must end it after all when no other does.
        for (var at = start + 1; at < _text.Length; at++)
        {
            if (_text[at] == '\\' && at + 1 < _text.Length && _text[at + 1] == quote)
            {
                last = ++at;
            }
            else if (_text[at] == quote)
            {
                if (at + 1 == _text.Length || _text[at + 1] != quote)
                {
                    return at;
                }

                last = at++;
            }
        }

        return last >= 0 ? last : throw Error(start, $"The text has no {quote} at its end.");
    }

    [GeneratedRegex("""\G[<>=!~]+""")]
    private static partial Regex Comparison();

    [GeneratedRegex("""\G(?:-?[0-9]+(?:\.[0-9]+)?[eE]-?[0-9]+|-?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?![\w.])""")]
    private static partial Regex NumberPattern();

    // The key behind the first dot: words with dots between them, or anything between backticks or double quotes.
    [GeneratedRegex("""\G(?:`[^`]*`|\w+)(?:\.(?:`[^`]*`|"[^"]*"|\w+(?:\.\w+)*))?""")]
    private static partial Regex NamePattern();
}
