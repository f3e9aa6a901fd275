using MlOps.Data.Tables;
using MlOps.Data.Trees;

namespace MlOps.Data.Stat;

/// <summary>An entry of the <see cref="StatCache"/>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Stamp">What the file system said of it when it was read.</param>
/// <param name="Taken">When that was, in nanoseconds since 1970.</param>
/// <param name="Facts">What it holds.</param>
/// <remarks>Binary: every build reads entries, and a JSON library takes longer to load than all of that takes.</remarks>
internal sealed record StatEntry(string Path, FileStamp Stamp, long Taken, FileFacts Facts)
{
    /// <summary>To be raised when what is found in a file, or how, or how it is written here, changes.</summary>
    private const int Version = 4;

    internal byte[] Write()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Version);
        writer.Write(Path);
        writer.Write(Stamp.Size);
        writer.Write(Stamp.Written);
        writer.Write(Stamp.Changed);
        writer.Write(Stamp.Id);
        writer.Write(Stamp.Volume);
        writer.Write(Taken);
        writer.Write(Facts.Digest.Md5);
        writer.Write(Facts.Digest.Size);
        WriteText(writer, Facts.LegacyMd5);
        writer.Write(Facts.Object.Written);
        writer.Write(Facts.Object.Id);
        writer.Write(Facts.Table is not null);
        if (Facts.Table is { } table)
        {
            writer.Write(table.Rows);
            WriteText(writer, table.Problem);
            WriteText(writer, table.LeftOut);
            writer.Write(table.Columns.Count);
            foreach (var column in table.Columns)
            {
                writer.Write(column.Name);
                writer.Write(column.Fits);
                writer.Write(column.HasBlank);
                writer.Write(column.HasValue);
                writer.Write(column.IsText);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The entry, or null when it is of another version.</summary>
    /// <exception cref="IOException">It ends too soon.</exception>
    /// <exception cref="FormatException">It is none.</exception>
    internal static StatEntry? Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        if (reader.ReadInt32() != Version)
        {
            return null;
        }

        var path = reader.ReadString();
        var stamp = new FileStamp(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadUInt64(), reader.ReadUInt64());
        var taken = reader.ReadInt64();
        var digest = new FileDigest(reader.ReadString(), reader.ReadInt64());
        var legacy = ReadText(reader);
        var stored = new ObjectMark(reader.ReadInt64(), reader.ReadUInt64());
        var table = reader.ReadBoolean() ? ReadTable(reader) : null;
        return digest.Md5.Length == 32 ? new StatEntry(path, stamp, taken, new FileFacts(digest, table, legacy) { Object = stored }) : null;
    }

    private static TableProfile ReadTable(BinaryReader reader)
    {
        var (rows, problem, leftOut, count) = (reader.ReadInt64(), ReadText(reader), ReadText(reader), reader.ReadInt32());
        var columns = new List<ColumnProfile>();
        while (columns.Count < count)
        {
            columns.Add(new(reader.ReadString(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadBoolean()));
        }

        return new(columns, rows, problem) { LeftOut = leftOut };
    }

    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        writer.Write(text ?? "");
    }

    private static string? ReadText(BinaryReader reader)
    {
        var isThere = reader.ReadBoolean();
        var text = reader.ReadString();
        return isThere ? text : null;
    }
}
