namespace MlOps.Silicon.Linux;

/// <summary>The files that a sampler keeps open; they are closed together.</summary>
internal sealed class SystemFileSet : IDisposable
{
    private readonly List<SystemFile> _files = [];

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

    public void Dispose() => _files.ForEach(static file => file.Dispose());
}
