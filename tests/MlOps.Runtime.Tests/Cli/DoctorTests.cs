using System.Text.Json;
using MlOps.Cli.Doctor;
using MlOps.Store;
using MlOps.Tests.Tracking;

namespace MlOps.Tests.Cli;

public sealed class DoctorTests
{
    [Fact]
    public void AStoreInGoodOrderPassesEveryCheck()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        store.Recorder.Flush();

        var checks = StoreHealth.Check(store.Location);
        Assert.All(checks, static check => Assert.True(check.Ok, check.Detail));
        Assert.Equal(["store", "store schema", "store integrity", "store can be written", "file locks", "open runs"], checks.Select(static check => check.Name));
        Assert.Equal("1", checks[^1].Detail);
    }

    [Fact]
    public void NoStoreYetIsNoFaultAndLookingMakesNone()
    {
        using var folder = new TempFolder();
        Assert.True(Assert.Single(StoreHealth.Check(new StoreLocation(folder.Root))).Ok);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void AFolderWhereTheFileShouldBeIsAFaultAndSoIsTheReverse()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.PathOf("mlflow.db"));
        Assert.Contains("is a folder, not a file", Assert.Single(StoreHealth.Check(new StoreLocation(folder.Root))).Detail);

        folder.Write("store", "");
        var check = Assert.Single(StoreHealth.Check(new StoreLocation(folder.PathOf("store"))));
        Assert.False(check.Ok);
        Assert.Contains("is a file, not a folder", check.Detail);
    }

    [Fact]
    public void TheDocumentHasTheAgreedShape()
    {
        using var output = new MemoryStream();
        DoctorCommand.WriteJson(output, [new("a", true, "fine"), new("b", false, "broken", "mend it")]);

        var root = JsonDocument.Parse(output.ToArray()).RootElement;
        Assert.False(root.GetProperty("ok").GetBoolean());
        Assert.Equal(
            """[{"name":"a","ok":true,"detail":"fine","cure":null},{"name":"b","ok":false,"detail":"broken","cure":"mend it"}]""",
            JsonSerializer.Serialize(root.GetProperty("checks")));
    }

    [Fact]
    public void TheSdkThatBuiltThisIsNewEnough() => Assert.True(Sdk.Check().Ok);

    [Fact]
    public void EachSettingSaysWhereItComesFrom() =>
        Assert.All(Configuration.Check(), static check => Assert.Contains("(from ", check.Detail));
}
