using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>A repository with git, in a folder of its own, and what tests do with it.</summary>
internal sealed class DataRepository : IDisposable
{
    public DataRepository()
    {
        GitCommand.Init(Folder.Root);
        Dvc = DvcRepository.Init(Folder.Root);
    }

    public TempFolder Folder { get; } = new();

    public DvcRepository Dvc { get; private set; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public string PathOf(string path) => Folder.PathOf(path);

    public string Read(string path) => File.ReadAllText(PathOf(path));

    public AddedDataset Add(string path) => Assert.Single(DatasetAdder.Add(Dvc, [PathOf(path)], cancellationToken: Token));

    public AddedDataset Add(string path, string text)
    {
        Folder.Write(path, text);
        return Add(path);
    }

    public CheckedOut Checkout(string path, bool force = false) =>
        Assert.Single(DatasetCheckout.Run(Dvc, [PathOf(path)], new CheckoutOptions { Force = force }, Token));

    public DatasetStatus Status(string path) => Assert.Single(RepositoryStatus.Of(Dvc, [PathOf(path)], cancellationToken: Token));

    public string Commit(string subject)
    {
        GitCommand.Run(Folder.Root, "add", "-A");
        GitCommand.Run(Folder.Root, "commit", "-q", "-m", subject);
        return GitCommand.Run(Folder.Root, "rev-parse", "HEAD").Trim();
    }

    public string ObjectOf(string text) => Dvc.Cache.PathOf(MlOps.Data.Md5.Md5Value.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToString(), isLegacy: false);

    /// <summary>Writes to an object what is not its content, as a failing disk does.</summary>
    public void Damage(string text, string with)
    {
        File.SetAttributes(ObjectOf(text), FileAttributes.Normal);
        File.WriteAllText(ObjectOf(text), with);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(ObjectOf(text), UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    public void Configure(string text)
    {
        File.AppendAllText(PathOf(".dvc/config"), text);
        Dvc = DvcRepository.Find(Folder.Root)!;
    }

    public void Dispose() => Folder.Dispose();
}
