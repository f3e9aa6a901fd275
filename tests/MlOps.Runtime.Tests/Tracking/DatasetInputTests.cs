using System.Security.Cryptography;

namespace MlOps.Tests.Tracking;

public sealed class DatasetInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void OpeningADatasetInsideARunRecordsItOnceAsAnInput()
    {
        using var store = new TestStore();
        var dataset = Make("a\n");
        using var run = store.Begin();
        _ = dataset.Path;
        _ = dataset.Path;

        var input = Assert.Single(store.Read(run).Datasets);
        Assert.Equal((dataset.Name, dataset.Digest, dataset.Source), (input.Name, input.Digest, input.Source));
        Assert.Equal("", store.Shown.ToString());
    }

    [Fact]
    public void TwoRunsOfOneExperimentShareTheDataset()
    {
        using var store = new TestStore();
        var dataset = Make("a\n");
        using var first = store.Begin();
        first.LogInput(dataset);
        using var second = store.Begin();
        second.LogInput(dataset);

        Assert.Single(store.Read(first).Datasets);
        Assert.Single(store.Read(second).Datasets);
    }

    [Fact]
    public void ADatasetThatChangedAfterTheBuildIsRecordedAsItIsNow()
    {
        using var store = new TestStore();
        var dataset = Make("a\n");
        File.WriteAllText(dataset.Path, "b\n"); // Same size on purpose.
        using var run = store.Begin();
        _ = dataset.Path;

        Assert.Equal(Md5("b\n"), Assert.Single(store.Read(run).Datasets).Digest);
        Assert.Contains("changed after the build", store.Shown.ToString());
    }

    [Fact]
    public void ADatasetThatIsNamedFirstAndOpenedLaterIsRecordedAsItIsNow()
    {
        using var store = new TestStore();
        var dataset = Make("a\n");
        File.WriteAllText(dataset.Path, "b\n");
        using var run = store.Begin();
        run.LogInput(dataset);
        _ = dataset.Path;

        Assert.Equal(Md5("b\n"), Assert.Single(store.Read(run).Datasets).Digest);
    }

    [Fact]
    public void TwoDatasetsOfOneNameAreBothRecorded()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.LogInput(new Dataset("iris", "a/nowhere.csv", new string('a', 32), 1));
        run.LogInput(new Dataset("iris", "b/nowhere.csv", new string('b', 32), 1));

        Assert.Equal(2, store.Read(run).Datasets.Count);
    }

    [Fact]
    public void AMissingDatasetSaysWhereItWasLookedFor()
    {
        var problem = Assert.Throws<FileNotFoundException>(() => new Dataset("x", "data/nowhere-to-be-found.csv", "", 0).Path);
        Assert.Contains("'data/nowhere-to-be-found.csv'", problem.Message);
        Assert.Contains(AppContext.BaseDirectory, problem.Message);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The locator searches from the program's folder upwards, so the path leads from there to the temporary file.</summary>
    private Dataset Make(string text)
    {
        var name = $"{Guid.NewGuid():n}.csv";
        var path = _folder.Write(name, text);
        var source = Path.GetRelativePath(AppContext.BaseDirectory, path).Replace('\\', '/');
        return new Dataset("numbers", source, Md5(text), text.Length);
    }

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
