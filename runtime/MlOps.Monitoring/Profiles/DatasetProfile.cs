using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring;

/// <summary>
/// What is kept of a data set instead of its rows: a bounded summary of each column that is enough to tell drift, small enough to
/// store with a model, and mergeable, so that parts can be profiled apart.
/// </summary>
/// <example>
/// <code>
/// var reference = DatasetProfile.Of(table);
/// await reference.SaveAsync("reference.profile");
/// …
/// var report = DriftDetector.Compare(await DatasetProfile.LoadAsync("reference.profile"), DatasetProfile.Of(current));
/// </code>
/// </example>
public sealed class DatasetProfile
{
    private readonly Dictionary<string, ColumnProfile> _byName;

    /// <param name="columns">The columns, in the order of the header. Values may still be added to them.</param>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public DatasetProfile(IReadOnlyList<ColumnProfile> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = columns;
        _byName = new Dictionary<string, ColumnProfile>(columns.Count, StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (!_byName.TryAdd(column.Name, column))
            {
                throw new ArgumentException($"Two columns are called '{column.Name}'.", nameof(columns));
            }
        }
    }

    /// <summary>The columns, in the order of the header.</summary>
    public IReadOnlyList<ColumnProfile> Columns { get; }

    /// <summary>The number of rows.</summary>
    public long Rows => Columns.Count == 0 ? 0 : Columns[0].Rows;

    /// <summary>The profile of a table.</summary>
    /// <param name="table">Its rows. Not kept.</param>
    /// <param name="options">What is sensitive; nothing unless said.</param>
    /// <param name="cancellationToken">Ends it between two columns.</param>
    /// <exception cref="ArgumentException">A sensitive column is not there.</exception>
    public static DatasetProfile Of(Table table, ProfileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new ProfileOptions();
        var columns = new ColumnProfile[table.Columns.Count];
        EachColumn.Do(columns.Length, table.Rows, i => columns[i] = options.Profile(table.Columns[i]), cancellationToken);
        return options.Finish(columns);
    }

    /// <summary>The profile of a file that <see cref="SaveAsync"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is no profile, is damaged, or was written by a later version.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<DatasetProfile> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var size = new FileInfo(path).Length;
        if (size > ProfileFile.MaximumSize)
        {
            throw new InvalidDataException($"'{path}' is no profile: it has {size} bytes, and a profile never has more than {ProfileFile.MaximumSize}.");
        }

        var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            return ProfileFile.Read(bytes);
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"'{path}' cannot be read as a profile: {fault.Message}", fault);
        }
    }

    /// <summary>The profile of bytes that <see cref="ToBytes"/> gave.</summary>
    /// <exception cref="InvalidDataException">They are no profile, are damaged, or were written by a later version.</exception>
    public static DatasetProfile FromBytes(ReadOnlySpan<byte> bytes) => ProfileFile.Read(bytes);

    /// <summary>The column of a name; <see langword="null"/> when there is none.</summary>
    public ColumnProfile? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>A profile of the rows of both; neither is changed.</summary>
    /// <exception cref="ArgumentException">They do not have the same columns, or not of the same kinds.</exception>
    public DatasetProfile Merge(DatasetProfile other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Columns.Count != Columns.Count)
        {
            throw new ArgumentException($"A profile of {other.Columns.Count} columns cannot be merged with one of {Columns.Count}.", nameof(other));
        }

        return new DatasetProfile([.. Columns.Select(column => column.Merge(other.Find(column.Name)
            ?? throw new ArgumentException($"The other profile has no column '{column.Name}'.", nameof(other))))]);
    }

    /// <summary>The profile as a file holds it.</summary>
    public byte[] ToBytes() => ProfileFile.Write(this);

    /// <summary>Writes the profile to a file, in the place of one that is there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.WriteAllBytesAsync(path, ToBytes(), cancellationToken);
    }
}
