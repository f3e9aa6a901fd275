using System.Text.Json;

namespace MlOps.Tests;

/// <summary>The installed command: what it prints where, and what it exits with.</summary>
public sealed class CliTests(PackageFeed feed)
{
    [Theory]
    [InlineData("runs", "show")]
    [InlineData("runs", "list", "--nonsense")]
    [InlineData("rnus")]
    public void WrongUsageExitsWithTwo(params string[] arguments)
    {
        using var folder = new TempFolder();
        var outcome = feed.Mlops(folder.Root, arguments);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("mlops: ", outcome.Errors);
    }

    [Fact]
    public void WithoutAStoreItExitsWithThreeAndSaysWhatToDo()
    {
        using var folder = new TempFolder();
        var outcome = feed.Mlops(folder.Root, "runs", "list", "--json");
        Assert.Equal((3, "store"), (outcome.ExitCode, JsonDocument.Parse(outcome.Output).RootElement.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains("mlflow.db' does not exist. Run a program with a [Tracked] method, or set MLOPS_HOME", outcome.Errors);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void AFileThatIsNoDatabaseExitsWithThree()
    {
        using var folder = new TempFolder();
        folder.Write(".mlops/mlflow.db", "not a database, but long enough to look at: " + new string('x', 4096));
        var outcome = feed.Mlops(folder.Root, "runs", "list");
        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("cannot be read as an MLflow database", outcome.Errors);
    }

    [Fact]
    public void HelpExitsWithZero()
    {
        using var folder = new TempFolder();
        Assert.Contains("runs", feed.Mlops(folder.Root, "--help").ShouldSucceed().Output);
    }
}
