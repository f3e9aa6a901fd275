using System.Text.Json;
using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>Replays what DVC 3.64 was seen to do and compares every byte that it leaves behind.</summary>
public class DvcConformanceTests
{
    public static TheoryData<string> AddCases => [.. DvcCase.NamesIn("add")];

    public static TheoryData<string> InitCases => [.. DvcCase.NamesIn("init")];

    [Theory]
    [MemberData(nameof(AddCases))]
    public void AddingAFileLeavesThePointerTheIgnoreFileAndTheCacheThatDvcLeaves(string name)
    {
        using var recorded = DvcCase.Open("add", name);
        var before = DataFiles(recorded);
        var compared = 0;
        foreach (var step in recorded.Steps)
        {
            if (step.TryGetProperty("snapshot", out var snapshot))
            {
                Assert.Equal(DvcCase.Metafiles(snapshot), recorded.Metafiles());
                Assert.Equal(DvcCase.Cache(snapshot), recorded.Cache());
                compared++;
                continue;
            }

            var command = step.GetProperty("argv").EnumerateArray().Select(static word => word.GetString()!).ToArray();
            if (command is ["dvc", "add", .. var targets])
            {
                Assert.All(targets, target => recorded.Add(target));
            }
            else if (command is not ["dvc", "status", ..])
            {
                break;
            }
        }

        Assert.NotEqual(0, compared);
        Assert.Equal(before, DataFiles(recorded));
    }

    [Theory]
    [MemberData(nameof(InitCases))]
    public void TheFirstDataSetMakesTheRepositoryThatDvcInitMakes(string name)
    {
        using var recorded = DvcCase.Open("init", name);
        var expected = recorded.Steps.First().GetProperty("files").EnumerateObject()
            .ToDictionary(static file => file.Name, static file => file.Value.GetString()!);

        DvcRepository.FindOrCreate(recorded.Folder.Root, recorded.Folder.Root);

        var found = Directory.EnumerateFiles(recorded.Folder.Root, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(recorded.Folder.Root, file).Replace('\\', '/'), File.ReadAllText)
            .Where(static file => !file.Key.StartsWith(".git/", StringComparison.Ordinal))
            .ToDictionary();
        Assert.Equal(new SortedDictionary<string, string>(expected), new SortedDictionary<string, string>(found));
    }

    [Fact]
    public void APointerOfDvc2IsKeptUntilItsTextChangesAndThenBecomesOneOfDvc3()
    {
        using var recorded = DvcCase.Open("legacy", "dvc2_text_crlf");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The recorded modes are those of Linux.");
        var snapshots = recorded.Steps.Where(static step => step.TryGetProperty("snapshot", out _))
            .Select(static step => step.GetProperty("snapshot")).ToArray();
        var pointer = recorded.Steps.First();
        recorded.Write("t.txt.dvc", DvcCase.ContentOf(pointer));

        Assert.Equal(DatasetChange.Unchanged, recorded.Add("t.txt").Change);
        Assert.Equal(DvcCase.Metafiles(snapshots[0]), recorded.Metafiles());
        Assert.False(Directory.Exists(recorded.PathOf(".dvc/cache")));
        var verified = DatasetVersioner.Version(
            recorded.PathOf("t.txt"), DatasetMode.Verify, recorded.Folder.Root, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("59b0d7772f0561efb95518f3cb8abc60", verified.Digest);

        recorded.Write("t.txt", DvcCase.ContentOf(recorded.Steps.Last(static step => step.TryGetProperty("write", out _))));
        Assert.Equal(DatasetChange.Updated, recorded.Add("t.txt").Change);
        Assert.Equal(DvcCase.Metafiles(snapshots[1]), recorded.Metafiles());
        Assert.Equal(DvcCase.Cache(snapshots[1]).Where(static entry => entry.StartsWith("files/", StringComparison.Ordinal)), recorded.Cache());
    }

    [Fact]
    public void AnImportWhoseDataChangedKeepsItsSourceAndGetsTheDigestThatDvcComputes()
    {
        using var recorded = DvcCase.Document("pipeline", "import_url_local");
        var texts = recorded.RootElement.GetProperty("steps").EnumerateArray()
            .Where(static step => step.TryGetProperty("snapshot", out _))
            .Select(static step => step.GetProperty("snapshot").GetProperty("metafiles").GetProperty("imp.txt.dvc").GetString()!)
            .ToArray();
        // The recorded update changed the source as well: give the first pointer that source, then change only the data.
        var pointer = DvcPointer.Parse("imp.txt.dvc", texts[0]
            .Replace("md5: aab7e3691d8e56dbebe8c22e116a21f4\n  size: 4\n  hash: md5\n  path: ../ext", "md5: b3c2f61f80ba5be7895560b2dcb6a38b\n  size: 5\n  hash: md5\n  path: ../ext", StringComparison.Ordinal));

        Assert.Equal(texts[1], pointer.With(pointer.Outputs[0], new FileDigest("b3c2f61f80ba5be7895560b2dcb6a38b", 5)));
    }

    [Fact]
    public void TheDigestOfDvc2IsTheRecordedOne()
    {
        using var recorded = DvcCase.Document("legacy", "dos2unix");
        using var folder = new MlOps.Tests.TempFolder();
        Assert.All(Vectors(recorded.RootElement), vector =>
        {
            var file = folder.PathOf("vector");
            File.WriteAllBytes(file, DvcCase.ContentOf(vector));
            Assert.Equal(vector.GetProperty("md5").GetString(), FileDigest.Of(file, TestContext.Current.CancellationToken).Md5);
            Assert.Equal(vector.GetProperty("md5_dos2unix").GetString(), LegacyDigest.Of(file, TestContext.Current.CancellationToken));
        });
    }

    private static JsonElement[] Vectors(JsonElement root)
    {
        var vectors = root.EnumerateArray().Where(static vector => vector.TryGetProperty("content_b64", out _)).ToArray();
        Assert.True(vectors.Length > 5);
        return vectors;
    }

    private static List<(string Path, DateTime Written, UnixFileMode Mode)> DataFiles(DvcCase recorded) =>
        [.. recorded.Root.GetProperty("inputs").EnumerateArray()
            .Select(static input => input.GetProperty("path").GetString()!)
            .Where(static path => path != ".gitignore")
            .Select(recorded.PathOf)
            .Select(static path => (path, File.GetLastWriteTimeUtc(path), OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path)))];
}
