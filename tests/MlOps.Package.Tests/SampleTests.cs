namespace MlOps.Tests;

/// <summary>Every sample builds twice: with the projects beside it (the solution does that), and with the package (here).</summary>
public sealed class SampleTests(PackageFeed feed)
{
    [Fact]
    public void IrisTrainingRunsFromThePackage()
    {
        using var folder = new TempFolder();
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", ".editorconfig", "samples/Directory.Build.targets" })
        {
            folder.Write(file, File.ReadAllText(Repository.PathOf(file)));
        }

        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("samples", "IrisTraining"), "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(Repository.Root, file);
            if (!relative.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            {
                folder.Write(relative, File.ReadAllText(file));
            }
        }

        var environment = new Dictionary<string, string>(feed.RestoreEnvironment) { ["RestoreAdditionalProjectSources"] = feed.Folder };
        var run = Command.Run(
            folder.Root,
            "dotnet",
            ["run", "--project", "samples/IrisTraining", "-p:MlOpsFromPackage=true", "-p:MlOpsDatasetMode=Verify"],
            environment).ShouldSucceed();

        Assert.Contains("accuracy, test set", run.Output);
        var shown = System.Text.Json.JsonDocument.Parse(feed.Mlops(folder.Root, "runs", "show", "latest", "--json").ShouldSucceed().Output).RootElement;
        Assert.Equal("IrisTraining.Trainer.Train", shown.GetProperty("method").GetString());
        Assert.Equal(301, shown.GetProperty("metrics").GetProperty("test_accuracy").GetProperty("count").GetInt64());
        Assert.InRange(shown.GetProperty("metrics").GetProperty("test_accuracy").GetProperty("last").GetDouble(), 0.9, 1);
    }
}
