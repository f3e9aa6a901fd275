using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MlOps.Data.Md5;

namespace MlOps.Data.Trees;

/// <summary>
/// The object that stands for a folder in a cache: a JSON list of its files. Its name is the MD5 of these bytes and <c>.dir</c>,
/// so every byte is as DVC writes it, which is as Python's <c>json.dumps(list, sort_keys=True)</c> writes it.
/// </summary>
internal static class DirObject
{
    public const string Extension = ".dir";

    /// <summary>Twenty times the list of a million files with long names.</summary>
    public const int MaxSize = 1 << 30;

    private const int BufferSize = 64 * 1024;

    /// <summary>Writes an object.</summary>
    /// <param name="output">Gets its bytes.</param>
    /// <param name="entries">The files; put in order by this.</param>
    public static void Write(Stream output, TreeEntry[] entries)
    {
        Array.Sort(entries, s_byPath);
        var buffer = new ArrayBufferWriter<byte>(BufferSize + (16 * 1024));
        buffer.Write("["u8);
        var isFirst = true;
        foreach (var entry in entries)
        {
            buffer.Write(isFirst ? "{\"md5\": \""u8 : ", {\"md5\": \""u8);
            entry.Md5.Format(buffer.GetSpan(Md5Value.Digits));
            buffer.Advance(Md5Value.Digits);
            buffer.Write("\", \"relpath\": \""u8);
            WriteText(buffer, entry.Path);
            buffer.Write("\"}"u8);
            isFirst = false;
            if (buffer.WrittenCount >= BufferSize)
            {
                output.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        }

        buffer.Write("]"u8);
        output.Write(buffer.WrittenSpan);
    }

    /// <summary>What an object of these files is named by, before the extension.</summary>
    /// <param name="entries">The files; put in order by this.</param>
    public static FileDigest DigestOf(TreeEntry[] entries)
    {
        using var output = new DigestStream();
        Write(output, entries);
        return output.Finish();
    }

    /// <summary>Reads an object that anybody may have written.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="DvcFormatException">It is not such a list, or names a file outside the folder.</exception>
    public static TreeEntry[] Read(string file, ReadOnlySpan<byte> content)
    {
        try
        {
            var entries = ReadList(file, content);
            Array.Sort(entries, s_byPath);
            CheckNames(file, entries);
            return entries;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw Invalid(file, $"it is not a JSON list of files ({problem.Message})", problem);
        }
    }

    private static readonly Comparer<TreeEntry> s_byPath = Comparer<TreeEntry>.Create(static (a, b) => CodePointOrder.Instance.Compare(a.Path, b.Path));

    private static TreeEntry[] ReadList(string file, ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = 8 });
        Expect(ref reader, JsonTokenType.StartArray);
        var entries = new List<TreeEntry>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            entries.Add(ReadEntry(file, ref reader));
        }

        return reader.Read() ? throw new JsonException("something follows the list") : [.. entries];
    }

    private static TreeEntry ReadEntry(string file, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"an entry is {reader.TokenType}");
        }

        string? path = null;
        string? md5 = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isPath = reader.ValueTextEquals("relpath"u8);
            var isMd5 = reader.ValueTextEquals("md5"u8);
            reader.Read();
            if (isPath)
            {
                path = reader.GetString();
            }
            else if (isMd5)
            {
                md5 = reader.GetString();
            }
            else
            {
                reader.Skip(); // Size, inode or whatever another version keeps there.
            }
        }

        return path is not null && IsInside(path) && Md5Value.TryParse(md5, out var value) ? new TreeEntry(path, value)
            : throw Invalid(file, $"it names '{path}' with the MD5 '{md5}': a path inside the folder and 32 hex digits are needed");
    }

    /// <summary>No file twice, and none that is also a folder, on a file system that ignores case neither.</summary>
    private static void CheckNames(string file, TreeEntry[] entries)
    {
        var comparer = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        var files = new HashSet<string>(entries.Length, comparer);
        foreach (var entry in entries)
        {
            if (!files.Add(entry.Path))
            {
                throw Invalid(file, $"it names '{entry.Path}' twice, or in two ways that are one file on this system");
            }
        }

        var lookup = files.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var path in files)
        {
            for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
            {
                if (lookup.Contains(path.AsSpan(0, slash)))
                {
                    throw Invalid(file, $"it names '{path[..slash]}' as a file and as a folder");
                }
            }
        }
    }

    /// <summary>Whether a path, joined to a folder, stays inside it on every system.</summary>
    internal static bool IsInside(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || (OperatingSystem.IsWindows() && path.AsSpan().ContainsAny('\\', ':')))
        {
            return false;
        }

        foreach (var segment in path.AsSpan().Split('/'))
        {
            // Folders of git and DVC are never part of one: DVC does not record them.
            if (path.AsSpan(segment) is "" or "." or ".." || IsProgramsOwn(path.AsSpan(segment)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsProgramsOwn(ReadOnlySpan<char> name) =>
        name.TrimEnd(". ") is var bare
        && (bare.Equals(".git", StringComparison.OrdinalIgnoreCase) || bare.Equals(".dvc", StringComparison.OrdinalIgnoreCase) || bare.Equals("git~1", StringComparison.OrdinalIgnoreCase));

    private static readonly SearchValues<char> s_plain =
        SearchValues.Create(string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(static c => (char)c).Where(static c => c is not ('"' or '\\'))));

    private static void WriteText(ArrayBufferWriter<byte> output, string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var plain = rest.IndexOfAnyExcept(s_plain);
            Encoding.ASCII.GetBytes(plain < 0 ? rest : rest[..plain], output);
            if (plain < 0)
            {
                return;
            }

            Encoding.ASCII.GetBytes(Escaped(rest[plain]), output);
            rest = rest[(plain + 1)..];
        }
    }

    private static string Escaped(char letter) => letter switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
    };

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new JsonException($"it begins with {reader.TokenType}");
        }
    }

    private static DvcFormatException Invalid(string file, string problem, Exception? inner = null) =>
        new(file, 1, problem, "The object is damaged: fetch it again with 'mlops data fetch', or from the machine that has the data.", inner);
}
