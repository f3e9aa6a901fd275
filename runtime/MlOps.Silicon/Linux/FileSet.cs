namespace MlOps.Silicon.Linux;

/// <summary>Files that are kept open together and closed together.</summary>
internal sealed class FileSet : IDisposable
{
    private readonly List<SystemFile> _files = [];

    public IReadOnlyList<SystemFile> Files => _files;

    /// <summary>Opens a file if it can be read.</summary>
    public SystemFile? TryOpen(string path) => TryOpen(path, out _);

    /// <inheritdoc cref="SystemFile.TryOpen(string, out string?)"/>
    public SystemFile? TryOpen(string path, out string? absence)
    {
        var file = SystemFile.TryOpen(path, out absence);
        if (file is not null)
        {
            _files.Add(file);
        }

        return file;
    }

    /// <summary>Opens the first of some files that holds a number, and adds its metric.</summary>
    /// <param name="folder">Where they are; <see langword="null"/> if there is no such folder.</param>
    /// <param name="names">Their names, the best first.</param>
    /// <param name="scale">What the number is multiplied with.</param>
    /// <param name="add">Adds the metric; <see langword="null"/> for a number that only others need.</param>
    public FileGauge? TryOpen(string? folder, ReadOnlySpan<string> names, double scale, Func<int>? add = null)
    {
        foreach (var name in folder is null ? [] : names)
        {
            if (TryOpen(Path.Combine(folder!, name)) is { } file && file.ReadNumber() is not null)
            {
                return new FileGauge(file, scale, add?.Invoke() ?? -1);
            }
        }

        return null;
    }

    public void Dispose()
    {
        _files.ForEach(static file => file.Dispose());
        _files.Clear();
    }
}
