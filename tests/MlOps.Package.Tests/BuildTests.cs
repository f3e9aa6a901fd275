using System.Text;

namespace MlOps.Tests;

/// <summary>What the package adds to a build, and what it leaves alone.</summary>
public sealed class BuildTests(PackageFeed feed)
{
    [Fact]
    public void ASecondBuildWeavesAndWritesNothing()
    {
        using var consumer = new Consumer(feed, Programs.Training);
        consumer.Build().ShouldSucceed();
        var before = Written(consumer);
        var second = consumer.Build("-v:normal").ShouldSucceed();

        Assert.Contains("Skipping target \"CoreCompile\"", second.Output);
        Assert.Contains("Skipping target \"MlOpsWeave\"", second.Output);
        Assert.Equal(before, Written(consumer));
    }

    [Fact]
    public void AnEditedSourceIsWovenAgainToTheSameBytesWhenItIsEditedBack()
    {
        using var consumer = new Consumer(feed, Programs.Training);
        consumer.Build().ShouldSucceed();
        var first = File.ReadAllBytes(consumer.PathOf("bin", "Debug", "net10.0", "App.dll"));
        consumer.Write("Program.cs", Programs.Training.Replace("0.75", "0.25"));
        consumer.Build().ShouldSucceed();
        consumer.Execute().ShouldSucceed();
        Assert.Equal(0.25, consumer.Show().GetProperty("metrics").GetProperty("accuracy").GetProperty("last").GetDouble());

        consumer.Write("Program.cs", Programs.Training);
        consumer.Build().ShouldSucceed();
        Assert.Equal(first, File.ReadAllBytes(consumer.PathOf("bin", "Debug", "net10.0", "App.dll")));
    }

    [Fact]
    public void CleanLeavesNothingOfOursInObjAndKeepsPointerAndCache()
    {
        using var consumer = new Consumer(feed, Programs.Training);
        consumer.Build().ShouldSucceed();
        consumer.Dotnet("clean", "App.csproj", "-nodeReuse:false").ShouldSucceed();

        Assert.Empty(Directory.EnumerateFiles(consumer.PathOf("obj"), "mlops.*", SearchOption.AllDirectories));
        Assert.True(File.Exists(consumer.PathOf("data", "iris.csv.dvc")));
        Assert.NotEmpty(Directory.EnumerateFiles(consumer.PathOf(".dvc", "cache"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void InCiADatasetIsOnlyVerified()
    {
        using var consumer = new Consumer(feed, Programs.Training);
        consumer.Build("-p:ContinuousIntegrationBuild=true").ShouldFailWith("App.csproj(12): error MLOPS2003", "MlOpsDatasetMode=Update");
        Assert.False(File.Exists(consumer.PathOf("data", "iris.csv.dvc")));

        consumer.Build().ShouldSucceed();
        consumer.Build("-p:ContinuousIntegrationBuild=true").ShouldSucceed();

        consumer.Write("data/iris.csv", "sepal,petal,species\n5.2,1.4,setosa\n"); // Same size.
        consumer.Build("-p:ContinuousIntegrationBuild=true").ShouldFailWith("App.csproj(12): error MLOPS2002");
        Assert.Contains("data/iris.csv -> version", consumer.Build().ShouldSucceed().Output);
        consumer.Build("-p:MlOpsDatasetMode=Verify").ShouldSucceed();
    }

    [Fact]
    public void WithVersioningOffOnlyTheHandlesAreMade()
    {
        using var consumer = new Consumer(feed, Programs.Training);
        consumer.Build("-p:MlOpsDatasetMode=Off").ShouldSucceed();
        consumer.Execute().ShouldSucceed();

        Assert.False(File.Exists(consumer.PathOf("data", "iris.csv.dvc")));
        Assert.False(Directory.Exists(consumer.PathOf(".dvc")));
        Assert.Equal("iris", Assert.Single(consumer.Show().GetProperty("datasets").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public void AWildcardTakesDataAndNotTheirPointersAndOddNamesCompile()
    {
        using var consumer = new Consumer(feed, """
            using MlOps;
            Console.WriteLine(string.Join(' ', Datasets.Iris.Size, Datasets.DatasetsData.Size, Datasets.EqualsData.Size, Datasets._2ndTry.Size));
            """);
        consumer.Write("App.csproj", File.ReadAllText(consumer.PathOf("App.csproj")).Replace("data/iris.csv", "data/*"));
        consumer.Write("data/datasets.csv", "a\n");
        consumer.Write("data/equals.csv", "a\n");
        consumer.Write("data/2nd try.csv", "");
        consumer.Build().ShouldSucceed();
        Assert.DoesNotContain("-> version", consumer.Build().ShouldSucceed().Output);

        Assert.Equal("35 2 2 0", consumer.Execute().ShouldSucceed().Output.Trim());
        Assert.Equal(4, Directory.GetFiles(consumer.PathOf("data"), "*.dvc").Length);
    }

    [Fact]
    public void AMissingDatasetIsAnErrorAtItsLine()
    {
        using var consumer = new Consumer(feed, Programs.Training);
        File.Delete(consumer.PathOf("data", "iris.csv"));
        consumer.Build().ShouldFailWith("App.csproj(12): error MLOPS2001", "does not exist");
        consumer.Build("-p:MlOpsDatasetMode=Off").ShouldFailWith("App.csproj(12): error MLOPS2001");
        consumer.Build("-p:MlOpsDatasetMode=Sometimes").ShouldFailWith("error MLOPS2007", "Update, Verify or Off");
    }

    [Fact]
    public void NativeAotProgramsRecordToo()
    {
        Assert.SkipUnless(HasLinker(), "NativeAOT needs a C linker (clang or gcc), and this machine has none.");
        using var consumer = new Consumer(feed, Programs.Training);
        consumer.Write("Flowers.cs", Programs.Flowers);
        consumer.Write("Watched.cs", Programs.Watched);
        consumer.Write("Program.cs", Programs.Training.Replace("using MlOps;", "using MlOps;\n\nConsole.WriteLine(Flowers.Describe());\nConsole.WriteLine(await Watched.DescribeAsync());", StringComparison.Ordinal));
        consumer.Build().ShouldSucceed();
        var description = Described(consumer.Execute());
        Assert.Matches("^1 row, sepal 5.1 of setosa, [0-9a-f]{32}$", description[0]);
        Assert.Equal("Watched.Age 1: 3 rows, length: 2, day: Friday=3, prediction: 20", description[1]);

        // Typed rows bring in Sylvan.Data.Csv, of which the trimmer warns; that the rows are right all the same is what is tested here.
        consumer.Dotnet("publish", "App.csproj", "-c", "Release", "-p:PublishAot=true", "-p:WarningsNotAsErrors=IL2104", "-o", consumer.PathOf("out"), "-nodeReuse:false").ShouldSucceed();
        Assert.Equal(description, Described(Command.Run(consumer.Folder, consumer.PathOf("out", OperatingSystem.IsWindows() ? "App.exe" : "App"), []))); // The same as under the JIT.

        var run = consumer.Show();
        Assert.Equal("Trainer.TrainAsync", run.GetProperty("method").GetString());
        Assert.Equal("Release", run.GetProperty("code").GetProperty("configuration").GetString());
        Assert.Equal(3, run.GetProperty("metrics").GetProperty("loss").GetProperty("count").GetInt64());

        // Typed rows and their hash, what was watched.
        static string[] Described(Outcome outcome) => [.. outcome.ShouldSucceed().Output.Split('\n').Take(2).Select(static line => line.Trim())];
    }

    [Fact]
    public void EveryPackageIsOfOneVersionAndTestsAreNotAmongThem()
    {
        Assert.Equal(
            ["MlOps.Abstractions", "MlOps.Analyzers", "MlOps.Cli", "MlOps.Data", "MlOps.Data.Azure", "MlOps.Data.Parquet", "MlOps.Data.Ssh", "MlOps.Generators", "MlOps.MLflow", "MlOps.MLflow.Hosting", "MlOps.Monitoring", "MlOps.Monitoring.Hosting", "MlOps.Monitoring.MLNet", "MlOps.Monitoring.Parquet", "MlOps.Silicon", "MlOps.Tracking"],
            feed.Packages.Select(package => Path.GetFileNameWithoutExtension(package).Replace($".{feed.Version}", "")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ThePackageHoldsWhatItNeedsAndNothingElse()
    {
        using var package = System.IO.Compression.ZipFile.OpenRead(Path.Combine(feed.Folder, $"MlOps.Generators.{feed.Version}.nupkg"));
        Assert.Equal(
            [
                "README.md",
                "analyzers/dotnet/cs/MlOps.Generators.dll", // Nothing of others beside them: a second copy could meet another version of itself in the compiler.
                "build/MlOps.Generators.targets",
                "buildTransitive/MlOps.Generators.targets",
                "lib/net10.0/_._",
                "tasks/net10.0/CommunityToolkit.HighPerformance.dll",
                "tasks/net10.0/K4os.Compression.LZ4.dll",
                "tasks/net10.0/MathNet.Numerics.dll",
                "tasks/net10.0/Microsoft.IO.RecyclableMemoryStream.dll",
                "tasks/net10.0/MlOps.Abstractions.dll",
                "tasks/net10.0/MlOps.Build.dll",
                "tasks/net10.0/MlOps.Data.dll",
                "tasks/net10.0/MlOps.Monitoring.Parquet.dll",
                "tasks/net10.0/MlOps.Monitoring.dll",
                "tasks/net10.0/MlOps.Weaving.dll",
                "tasks/net10.0/Mono.Cecil.dll",
                "tasks/net10.0/Parquet.dll",
                "tasks/net10.0/Snappier.dll",
                "tasks/net10.0/Sylvan.Data.Csv.dll",
                "tasks/net10.0/YamlDotNet.dll",
                "tasks/net10.0/ZstdSharp.dll",
            ],
            package.Entries.Select(static entry => entry.FullName)
                .Where(static name => !name.StartsWith("_rels", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name is not ("[Content_Types].xml" or "MlOps.Generators.nuspec"))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void NoPackageTellsWhereItWasBuilt()
    {
        var root = Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Repository.Root));
        foreach (var path in feed.Packages)
        {
            using var package = System.IO.Compression.ZipFile.OpenRead(path);
            foreach (var entry in package.Entries)
            {
                using var content = new MemoryStream();
                using (var compressed = entry.Open())
                {
                    compressed.CopyTo(content);
                }

                Assert.True(content.ToArray().AsSpan().IndexOf(root) < 0, $"{entry.FullName} of {Path.GetFileName(path)}");
            }
        }
    }

    private static bool HasLinker() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(static folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")))
        || OperatingSystem.IsWindows();

    /// <summary>When each file of ours, and each file of the output, was last written.</summary>
    private static Dictionary<string, DateTime> Written(Consumer consumer) =>
        new[] { "bin", "obj", "data", ".dvc" }
            .SelectMany(folder => Directory.EnumerateFiles(consumer.PathOf(folder), "*", SearchOption.AllDirectories))
            .Where(static file => Path.GetFileName(file) is var name && (name.StartsWith("App.", StringComparison.Ordinal) || name.StartsWith("mlops.", StringComparison.Ordinal) || name.StartsWith("iris", StringComparison.Ordinal)))
            .Where(static file => !file.EndsWith("FileListAbsolute.txt", StringComparison.Ordinal))
            .ToDictionary(static file => file, File.GetLastWriteTimeUtc);
}
