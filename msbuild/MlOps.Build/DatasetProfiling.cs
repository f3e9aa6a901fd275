using System.Security.Cryptography;
using System.Text;
using MlOps.Data.Tables;
using MlOps.Monitoring;
using MlOps.Monitoring.Parquet;

namespace MlOps.Build;

/// <summary>Writes the reference profile of a data set: what later rows are held against when the data themselves are not at hand.</summary>
internal static class DatasetProfiling
{
    /// <summary>Beside each profile: what it is of, how it was made, and the hash of it.</summary>
    private const string NoteExtension = ".of";

    // Of the least length that a salt has.
    private const int SaltSize = 16;

    /// <summary>Writes the profile, unless it is there and of these very bytes.</summary>
    /// <param name="entry">The data set.</param>
    /// <param name="file">Where its profile goes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="FormatException">It is no table, or lacks a column that is said to be sensitive.</exception>
    /// <exception cref="IOException">It cannot be read, or the profile not be written.</exception>
    public static bool Write(DatasetEntry entry, string file, CancellationToken cancellation)
    {
        var note = NoteOf(entry);
        if (File.Exists(file) && File.Exists(file + NoteExtension) && File.ReadAllText(file + NoteExtension) == Signed(note, File.ReadAllBytes(file)))
        {
            return false;
        }

        var profile = Profile(entry, cancellation).ToBytes();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Delete(file + NoteExtension); // A build that is killed between the two files must not leave a note on another profile.
        File.WriteAllBytes(file, profile);
        File.WriteAllText(file + NoteExtension, Signed(note, profile));
        return true;
    }

    /// <summary>A profile that was changed or damaged is written again.</summary>
    private static string Signed(string note, byte[] profile) => $"{note}\n{Convert.ToHexStringLower(SHA256.HashData(profile))}";

    private static DatasetProfile Profile(DatasetEntry entry, CancellationToken cancellation)
    {
        var item = entry.Item;
        var sensitive = item.SensitiveColumns ?? [.. entry.Columns.Select(static column => column.Column.Name)];
        var (table, options) = (new TableOptions { Types = Types(item.Schema) }, new ProfileOptions { Sensitive = sensitive, Salt = SaltOf(entry), MayLackSensitive = true });
        var profile = Read(item.Path, table, options, cancellation);
        if (item.SensitiveColumns is not { } named)
        {
            // A column that has no type in the rows, such as bytes in Parquet, was not hidden.
            var hidden = profile.Columns.Where(column => sensitive.Contains(column.Name)).ToArray();
            return hidden.Length > 0
                ? new DatasetProfile(hidden)
                : throw new FormatException($"all of it is sensitive, and which columns it has is not known{(entry.Version.Table?.Problem is { } problem ? $", since {problem}" : "")}. Name the columns that are: Sensitive=\"a;b\"");
        }

        return named.FirstOrDefault(name => profile.Find(name) is null) is { } missing
            ? throw new FormatException($"it has no column '{missing}', which its Sensitive names beside true and false. Correct the name")
            : profile;
    }

    // A task of MSBuild is not asynchronous; it has a thread of its own, which nothing else waits for.
    private static DatasetProfile Read(string path, TableOptions table, ProfileOptions options, CancellationToken cancellation) =>
        !File.Exists(path) ? throw new FormatException("it is a folder, and only a file has columns. Name its files")
        : ParquetTableFile.IsParquet(path) ? ParquetTableFile.ProfileAsync(path, table, options, cancellation).GetAwaiter().GetResult()
        : Path.GetExtension(path).ToUpperInvariant() is ".CSV" or ".TSV" ? TableFile.ProfileAsync(path, table, options, cancellation).GetAwaiter().GetResult()
        : throw new FormatException("only files of CSV and Parquet are. Name one");

    /// <summary>What the project calls texts are levels, though they look like numbers.</summary>
    private static Dictionary<string, ColumnType> Types(string schema) => SchemaText.Parse(schema)
        .Where(static column => column.Type == DatasetColumnType.String)
        .DistinctBy(static column => column.Name)
        .ToDictionary(static column => column.Name, static _ => ColumnType.Categorical, StringComparer.Ordinal);

    /// <summary>The same data give the same profile, so that builds can be repeated. A salt need be another for other data, not secret: the profile holds it.</summary>
    private static byte[] SaltOf(DatasetEntry entry) => SHA256.HashData(Encoding.UTF8.GetBytes($"mlops profile of {entry.Version.Digest}"))[..SaltSize];

    private static string NoteOf(DatasetEntry entry) => string.Join(
        '\n',
        entry.Version.Digest,
        entry.Item.Schema,
        entry.Item.SensitiveColumns is { } named ? string.Join(';', named) : "all",
        typeof(DatasetProfile).Module.ModuleVersionId,
        typeof(ParquetTableFile).Module.ModuleVersionId);
}
