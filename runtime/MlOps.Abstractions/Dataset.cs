namespace MlOps;

/// <summary>
/// A data set that the build versions. The generated <c>Datasets</c> class has one for every <c>&lt;Dataset&gt;</c> item.
/// </summary>
/// <param name="name">The name it has in a run, such as <c>iris</c>.</param>
/// <param name="source">Where it lies, from the project folder, with forward slashes: <c>data/iris.csv</c>.</param>
/// <param name="digest">MD5 of its bytes at build time, 32 lower-case hex digits: the identity DVC 3 gives it.</param>
/// <param name="size">Its size at build time, in bytes.</param>
public sealed class Dataset(string name, string source, string digest, long size)
{
    private string? _path;

    /// <summary>The name it has in a run.</summary>
    public string Name { get; } = name;

    /// <summary>Where it lies, from the project folder, with forward slashes.</summary>
    public string Source { get; } = source;

    /// <summary>MD5 of its bytes at build time, 32 lower-case hex digits; of a folder the MD5 of the list of its files, and <c>.dir</c>.</summary>
    public string Digest { get; } = digest;

    /// <summary>Its size at build time, in bytes.</summary>
    public long Size { get; } = size;

    /// <summary>
    /// Where it lies, from the root of the repository (git's, or DVC's), with forward slashes; <see langword="null"/> when it
    /// lies in none. By it a program of another project finds it too.
    /// </summary>
    public string? RepositoryPath { get; init; }

    /// <summary>Its columns at build time; empty when it is not a table.</summary>
    public IReadOnlyList<DatasetColumn> Columns { get; init; } = [];

    /// <summary>How many rows it had at build time, without the header; <see langword="null"/> when it is not a table.</summary>
    public long? RowCount { get; init; }

    /// <summary>
    /// Whether its values must not be shown: <c>Sensitive="true"</c>. They are in no message then, and a run records its name and
    /// digest, but neither columns nor numbers of rows.
    /// </summary>
    public bool IsSensitive { get; init; }

    /// <summary>
    /// The full path of the file or folder. Reading it inside a run records the data set as an input of that run.
    /// </summary>
    /// <remarks>
    /// Looked for under the program's folder and its ancestors, then under the current directory and its ancestors, by its
    /// path from the project folder and by that from the root of the repository: a program finds its data from <c>bin/</c>,
    /// from the project folder, from another project of the repository and beside a published executable.
    /// </remarks>
    /// <exception cref="FileNotFoundException">The file is in none of these places, or only others of its name are.</exception>
    public string Path
    {
        get
        {
            var path = Locate();
            RunObserver.Current?.DatasetUsed(this, path);
            return path;
        }
    }

    /// <summary>Whether it is a folder with all its files.</summary>
    internal bool IsFolder => Digest.EndsWith(".dir", StringComparison.Ordinal);

    /// <summary>The path, without telling any run: for those who record runs.</summary>
    internal string Locate() => _path ??= DatasetLocator.Find(this);
}
