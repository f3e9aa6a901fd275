using System.Globalization;
using System.Text;
using MlOps.Data.Yaml;

namespace MlOps.Data;

/// <summary>A pointer file (<c>data/iris.csv.dvc</c>): the small committed text that stands for a data file.</summary>
public sealed class DvcPointer
{
    /// <summary>What the name of a data file and the name of its pointer differ by.</summary>
    public const string Extension = ".dvc";

    /// <summary>A pointer of more bytes than this is refused unread: DVC's own have a few hundred.</summary>
    public const int MaxSize = 1024 * 1024;

    internal DvcPointer(string file, string text, YamlMap root, IReadOnlyList<DvcOutput> outputs)
    {
        File = file;
        Text = text;
        Root = root;
        Outputs = outputs;
    }

    /// <summary>The pointer file.</summary>
    public string File { get; }

    /// <summary>What it says, letter for letter, without a byte order mark.</summary>
    public string Text { get; }

    /// <summary>What it points at; nearly always one entry.</summary>
    public IReadOnlyList<DvcOutput> Outputs { get; }

    internal YamlMap Root { get; }

    /// <summary>Where the pointer of a data file lies.</summary>
    public static string FileFor(string dataFile) => dataFile + Extension;

    /// <summary>Reads a pointer file, accepting and refusing what DVC does.</summary>
    /// <exception cref="DvcFormatException">It is not a pointer file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DvcPointer Read(string file)
    {
        try
        {
            return Parse(file, AtomicFile.StrictUtf8.GetString(AtomicFile.ReadBounded(file, MaxSize)));
        }
        catch (InvalidDataException)
        {
            throw new DvcFormatException(
                file, 1, $"a pointer file has at most {MaxSize / 1024} KiB", DvcPointerParser.Restore);
        }
        catch (DecoderFallbackException)
        {
            throw new DvcFormatException(file, 1, "it is not UTF-8 text", DvcPointerParser.Restore);
        }
    }

    /// <summary>Reads the text of a pointer file.</summary>
    /// <param name="file">Its name, for messages and for finding what its paths mean.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="DvcFormatException">It is not the text of a pointer file.</exception>
    public static DvcPointer Parse(string file, string text) => new DvcPointerParser(file).Parse(text.TrimStart('\uFEFF'));

    /// <summary>The text of a new pointer, byte for byte as <c>dvc add</c> writes it on Linux and macOS.</summary>
    /// <param name="path">The name of the data file, seen from the pointer.</param>
    /// <param name="digest">Its content.</param>
    /// <param name="executable">Whether it has a bit of permission to be executed.</param>
    public static string Format(string path, FileDigest digest, bool executable = false) => Format(path, OutputContent.Of(digest, executable));

    /// <summary>As <see cref="Format(string, FileDigest, bool)"/>, for a folder too.</summary>
    internal static string Format(string path, OutputContent content)
    {
        var text = new StringBuilder("outs:\n- md5:");
        YamlScalar.Append(text, content.Md5, column: "- md5:".Length, indent: 4);
        text.Append(CultureInfo.InvariantCulture, $"\n  size: {content.Size}\n");
        if (content.Files is { } files)
        {
            text.Append(CultureInfo.InvariantCulture, $"  nfiles: {files}\n");
        }

        if (content.IsExecutable)
        {
            text.Append("  isexec: true\n");
        }

        text.Append("  hash: md5\n  path:");
        YamlScalar.Append(text, path, column: "  path:".Length, indent: 4);
        text.Append('\n');
        if (content.Sha256 is { } sha)
        {
            text.Append(CultureInfo.InvariantCulture, $"  meta:\n    mlops:\n      sha256: {YamlScalar.Format(sha, "      sha256:".Length, 8)}\n");
        }

        return text.ToString();
    }

    /// <summary>The entry that stands for a data file, or null when this pointer is about others.</summary>
    public DvcOutput? OutputFor(string dataFile) => Outputs.FirstOrDefault(output => output.Is(dataFile, File));

    /// <summary>
    /// The text of this pointer with the content of one entry changed and every other character kept: comments,
    /// <c>meta:</c>, <c>desc:</c>, order and style. The same content gives the same text.
    /// </summary>
    /// <exception cref="DvcFormatException">The entry is written in a way that cannot be changed in place.</exception>
    public string With(DvcOutput output, FileDigest digest, bool executable = false) =>
        With(output, OutputContent.Of(digest, executable));

    /// <summary>As <see cref="With(DvcOutput, FileDigest, bool)"/>, for a folder too; <paramref name="toDvc3"/> says whose MD5 it is even where that is the same.</summary>
    internal string With(DvcOutput output, OutputContent content, bool toDvc3 = false) => DvcPointerEditor.Apply(this, output, content, toDvc3);

    /// <summary>The text of this pointer for the same content under another path.</summary>
    internal string WithPath(DvcOutput output, string path, string file) => DvcPointerEditor.Rename(this, output, path, file);
}
