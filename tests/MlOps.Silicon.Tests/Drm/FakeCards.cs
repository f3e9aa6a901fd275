namespace MlOps.Tests.Drm;

/// <summary>A file system with cards in it, in the shapes of <c>/sys/class/drm</c> and <c>/proc/self/fdinfo</c>.</summary>
internal sealed class FakeCards : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Root => _folder.Root;

    public FakeCards With(string card, params (string File, string Text)[] files)
    {
        foreach (var (file, text) in files)
        {
            Set(card, file, text);
        }

        return this;
    }

    public void Set(string card, string file, string text) => _folder.Write(Path.Combine("sys/class/drm", card, file), text + "\n");

    public void Remove(string card, string file) => File.Delete(_folder.PathOf("sys/class/drm", card, file));

    public void Open(int descriptor, string text) => _folder.Write($"proc/self/fdinfo/{descriptor}", text);

    public void Write(string path, string text) => _folder.Write(path, text);

    public void Dispose() => _folder.Dispose();
}
