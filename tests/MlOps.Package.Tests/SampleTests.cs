using System.Text.Json;

namespace MlOps.Tests;

/// <summary>Every sample builds twice: with the projects beside it (the solution does that), and with the package (here).</summary>
public sealed class SampleTests(PackageFeed feed)
{
    [Fact]
    public void IrisTrainingRunsFromThePackage()
    {
        using var folder = Copy("IrisTraining");
        var run = Run(folder, "IrisTraining").ShouldSucceed();

        Assert.Contains("accuracy, test set", run.Output);
        var shown = Latest(folder);
        Assert.Equal("IrisTraining.Trainer.Train", shown.GetProperty("method").GetString());
        Assert.Equal(301, shown.GetProperty("metrics").GetProperty("test_accuracy").GetProperty("count").GetInt64());
        Assert.InRange(shown.GetProperty("metrics").GetProperty("test_accuracy").GetProperty("last").GetDouble(), 0.9, 1);
    }

    [Fact]
    public void DigitsTrainingRunsFromThePackage()
    {
        using var folder = Copy("DigitsTraining");
        var dry = Run(folder, "DigitsTraining", "--dry-run", "--config", "samples/DigitsTraining/digits.yaml").ShouldSucceed();
        Assert.Contains("Would train with 1797 digits", dry.Output);
        Assert.False(Directory.Exists(folder.PathOf(".mlops")), "A dry run was recorded.");

        Run(folder, "DigitsTraining", "--epochs", "3", "--folds", "2").ShouldSucceed();
        var shown = Latest(folder);
        Assert.Equal("DigitsTraining.Trainer.TrainAsync", shown.GetProperty("method").GetString());
        Assert.Equal("3", shown.GetProperty("params").GetProperty("options.epochs").GetString());
        Assert.InRange(shown.GetProperty("metrics").GetProperty("test_accuracy").GetProperty("last").GetDouble(), 0.5, 1);
        var nested = JsonDocument.Parse(feed.Mlops(folder.Root, "runs", "list", "--json").ShouldSucceed().Output).RootElement
            .EnumerateArray().Where(run => run.GetProperty("parent_run_id").GetString() == shown.GetProperty("run_id").GetString());
        Assert.Equal(2, nested.Count());

        Run(folder, "DigitsTraining", "--epochs", "many").ShouldFailWith("epochs", "many");
    }

    [Fact]
    public void ThermalTrainingRunsFromThePackageAndTellsWhatTheMachineDid()
    {
        using var folder = Copy("ThermalTraining", "DigitsTraining/data");
        var run = Run(folder, "ThermalTraining").ShouldSucceed();

        Assert.Matches(@"heat +(nominal|elevated|throttling|critical) for \d+", run.Output);
        var shown = Latest(folder);
        Assert.Equal("ThermalTraining.Trainer.Train", shown.GetProperty("method").GetString());
        Assert.InRange(shown.GetProperty("metrics").GetProperty("test_accuracy").GetProperty("last").GetDouble(), 0.95, 1);
    }

    /// <summary>The sample, and what it takes from the repository around it.</summary>
    private static TempFolder Copy(string sample, params string[] besides)
    {
        var folder = new TempFolder();
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", ".editorconfig", "samples/Directory.Build.targets" })
        {
            folder.Write(file, File.ReadAllText(Repository.PathOf(file)));
        }

        foreach (var file in besides.Prepend(sample).SelectMany(static part => Directory.EnumerateFiles(Repository.PathOf("samples", part), "*", SearchOption.AllDirectories)))
        {
            var relative = Path.GetRelativePath(Repository.Root, file);
            if (!relative.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            {
                folder.Write(relative, File.ReadAllText(file));
            }
        }

        return folder;
    }

    private Outcome Run(TempFolder folder, string sample, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(feed.RestoreEnvironment) { ["RestoreAdditionalProjectSources"] = feed.Folder };
        return Command.Run(
            folder.Root,
            "dotnet",
            ["run", "--project", $"samples/{sample}", "-p:MlOpsFromPackage=true", "-p:MlOpsDatasetMode=Verify", "--", .. arguments],
            environment);
    }

    private JsonElement Latest(TempFolder folder) =>
        JsonDocument.Parse(feed.Mlops(folder.Root, "runs", "show", "latest", "--json").ShouldSucceed().Output).RootElement;
}
