namespace MlOps.Tests;

/// <summary>Reference profiles that the build writes, on their way beside the program.</summary>
public sealed class ProfileTests(PackageFeed feed)
{
    private const string Program = """
        using MlOps;
        using MlOps.Monitoring;

        var profile = await DatasetProfile.LoadAsync(Datasets.Iris.Profile);
        Console.WriteLine(string.Join(' ', profile.Columns.Select(column => $"{column.Name}:{column.GetType().Name}:{column.Rows}")));
        """;

    [Fact]
    public void AProfileIsWrittenWhenTheDataChangeAndLiesBesideTheProgram()
    {
        using var consumer = new Consumer(feed, Program);
        SetItem(consumer, "data/iris.csv\" Profile=\"true");
        Assert.Contains("data/iris.csv -> profiled, profiles/Iris.profile", consumer.Build().ShouldSucceed().Output);
        Assert.Equal("sepal:NumberProfile:1 petal:NumberProfile:1 species:LevelProfile:1", consumer.Execute().ShouldSucceed().Output.Trim());
        var first = File.ReadAllBytes(Beside(consumer));

        // Neither in the same folder nor in an empty one does the same data give another profile.
        Assert.DoesNotContain("profiled", consumer.Build().ShouldSucceed().Output);
        Directory.Delete(consumer.PathOf("obj"), recursive: true);
        consumer.Build("-p:ContinuousIntegrationBuild=true").ShouldSucceed();
        Assert.Equal(first, File.ReadAllBytes(Beside(consumer)));

        // One that was damaged is written again.
        var inObj = Directory.GetFiles(consumer.PathOf("obj"), "Iris.profile", SearchOption.AllDirectories).Single();
        File.WriteAllText(inObj, "garbage");
        Assert.Contains("profiled", consumer.Build().ShouldSucceed().Output);
        Assert.Equal(first, File.ReadAllBytes(Beside(consumer)));

        consumer.Write("data/iris.csv", "sepal,petal,species\n5.1,1.4,setosa\n6,2,setosa\n");
        Assert.Contains("profiled", consumer.Build().ShouldSucceed().Output);
        Assert.Contains("sepal:NumberProfile:2", consumer.Execute().ShouldSucceed().Output);
        consumer.Dotnet("publish", "App.csproj", "-nodeReuse:false", "-o", consumer.PathOf("published")).ShouldSucceed();
        Assert.Equal(File.ReadAllBytes(Beside(consumer)), File.ReadAllBytes(consumer.PathOf("published", "profiles", "Iris.profile")));
        consumer.Mlops("drift", Beside(consumer), "data/iris.csv").ShouldSucceed();
    }

    [Fact]
    public void SensitiveColumnsAreNotInTheClearAndWhatHasNoProfileIsAnError()
    {
        using var consumer = new Consumer(feed, Program);
        SetItem(consumer, "data/iris.csv\" Profile=\"true\" Sensitive=\"species;petal");
        consumer.Build().ShouldSucceed();
        Assert.Equal("sepal:NumberProfile:1 petal:LevelProfile:1 species:LevelProfile:1", consumer.Execute().ShouldSucceed().Output.Trim());
        Assert.DoesNotContain("setosa", File.ReadAllText(Beside(consumer)));

        SetItem(consumer, "data/iris.csv\" Profile=\"true\" Sensitive=\"ture");
        consumer.Build().ShouldFailWith("App.csproj(12): error MLOPS2026", "it has no column 'ture', which its Sensitive names");

        SetItem(consumer, "data/iris.csv\" Profile=\"true");
        consumer.Write("data/iris.csv", "sepal,petal\n5.1\n");
        consumer.Build().ShouldFailWith("App.csproj(12): error MLOPS2026", "iris.csv(2): 1 fields where the header has 2");

        SetItem(consumer, "data/events.jsonl\" Name=\"iris\" Profile=\"true");
        consumer.Write("data/events.jsonl", "{\"user\":1}\n");
        consumer.Build().ShouldFailWith("App.csproj(12): error MLOPS2026", "only files of CSV and Parquet are");
    }

    private static string Beside(Consumer consumer) => consumer.PathOf("bin", "Debug", "net10.0", "profiles", "Iris.profile");

    private static void SetItem(Consumer consumer, string include)
    {
        var lines = File.ReadAllLines(consumer.PathOf("App.csproj"));
        var at = Array.FindIndex(lines, static line => line.Contains("<Dataset ", StringComparison.Ordinal));
        lines[at] = $"    <Dataset Include=\"{include}\" />";
        File.WriteAllLines(consumer.PathOf("App.csproj"), lines);
    }
}
