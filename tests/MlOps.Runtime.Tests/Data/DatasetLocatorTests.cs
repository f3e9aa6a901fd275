using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>Which file a program takes for a data set, and which it does not.</summary>
public sealed class DatasetLocatorTests : IDisposable
{
    private const string Content = "content of the build";

    private readonly TempFolder _folder = new();

    [Fact]
    public void AProgramOfAnotherProjectFindsItByItsPathFromTheRepository()
    {
        var file = _folder.Write("library/data/iris.csv", Content);
        Assert.Equal(file, Make(source: "nowhere/iris.csv", repositoryPath: file).Path);
    }

    [Fact]
    public void AFileOfItsNameAndAnotherSizeIsNotTaken()
    {
        var other = _folder.Write("app/data/iris.csv", "something else");
        var problem = Assert.Throws<FileNotFoundException>(() => Make(other, _folder.PathOf("library", "data", "iris.csv")).Path);
        Assert.Contains($"'{other}' has its name, but not the content that the build saw", problem.Message);
        Assert.Contains("Build again", problem.Message);
    }

    [Fact]
    public void AFileOfItsNameAndSizeWhosePointerSaysOtherwiseIsNotTaken()
    {
        var other = _folder.Write("app/data/iris.csv", new string('x', Content.Length));
        File.WriteAllText(other + ".dvc", DvcPointer.Format("iris.csv", FileDigest.Of(other, TestContext.Current.CancellationToken)));
        Assert.Throws<FileNotFoundException>(() => Make(other, repositoryPath: null).Path);
    }

    [Fact]
    public void TheFileThatItsPointerNamesWinsOverOneOfTheSameSize()
    {
        var other = _folder.Write("app/data/iris.csv", new string('x', Content.Length));
        var own = _folder.Write("library/data/iris.csv", Content);
        var dataset = Make(other, own);
        File.WriteAllText(own + ".dvc", DvcPointer.Format("iris.csv", new FileDigest(dataset.Digest, dataset.Size)));
        Assert.Equal(own, dataset.Path);
    }

    [Fact]
    public void TheVeryFileThatTheBuildSawIsTakenThoughItChangedSince()
    {
        var own = _folder.Write("library/data/iris.csv", "edited after the build");
        Assert.Equal(own, Make(source: "nowhere/iris.csv", repositoryPath: own).Path);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Paths lead from the program's folder, or from the root of this repository above it, to the files of the test.</summary>
    private static Dataset Make(string source, string? repositoryPath) => new(
        "iris",
        Path.IsPathRooted(source) ? Relative(AppContext.BaseDirectory, source) : source,
        "0d9c4a3c0a3fd2cb8e5ea4fd3f4d8a35",
        Content.Length)
    {
        RepositoryPath = repositoryPath is null ? null : Relative(Repository.Root, repositoryPath),
    };

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}
