namespace MlOps.Tests;

/// <summary>Schema locks and the metadata of data sets, as a project meets them.</summary>
public sealed class SchemaLockTests(PackageFeed feed)
{
    [Fact]
    public void ALockIsWrittenKeptAndAccepted()
    {
        using var consumer = new Consumer(feed, "double sum = 0; foreach (var row in MlOps.Datasets.Iris.Rows()) sum += row.Sepal; System.Console.WriteLine(sum);");
        SetItem(consumer, "data/iris.csv\" Schema=\"lock");
        consumer.Build().ShouldSucceed();
        var locked = File.ReadAllText(consumer.PathOf("data", "iris.csv.schema.json"));
        Assert.Contains("{ \"name\": \"sepal\", \"type\": \"double\", \"nullable\": false },\n", locked);

        // Whole numbers fit, and the code goes on compiling.
        consumer.Write("data/iris.csv", "sepal,petal,species\n5,1,setosa\n");
        consumer.Build().ShouldSucceed();
        Assert.Equal(locked, File.ReadAllText(consumer.PathOf("data", "iris.csv.schema.json")));

        consumer.Write("data/iris.csv", "sepal,petal,extra\n5,wide,1\n");
        consumer.Build().ShouldFailWith(
            "App.csproj(12): error MLOPS2022", "column 'petal' was double and is string, the first 'wide' in line 2; column 'species' (string) is gone", "dotnet build -p:MlOpsAcceptSchema=true");
        consumer.Build("-p:MlOpsAcceptSchema=true").ShouldSucceed();
        consumer.Build("-p:MlOpsDatasetMode=Verify").ShouldSucceed();
        Assert.Equal("5", consumer.Execute().ShouldSucceed().Output.Trim());

        // New columns are welcome on a developer's machine only; and the lock is no data set, whatever a wildcard finds.
        SetItem(consumer, "data/**");
        consumer.Write("data/iris.csv", "sepal,petal,extra,more\n5,wide,1,2\n");
        consumer.Build().ShouldSucceed();
        Assert.Contains("\"more\"", File.ReadAllText(consumer.PathOf("data", "iris.csv.schema.json")));
        Assert.False(File.Exists(consumer.PathOf("data", "iris.csv.schema.json.dvc")));
        File.WriteAllText(consumer.PathOf("data", "iris.csv.schema.json"), locked);
        consumer.Build("-p:MlOpsDatasetMode=Verify").ShouldFailWith("error MLOPS2022");
        consumer.Build("-p:MlOpsDatasetMode=Verify", "-p:MlOpsSchemaLock=false").ShouldSucceed();
    }

    [Fact]
    public void FrozenAndMisspeltItemsAreErrorsAndSensitiveValuesAreNotShown()
    {
        using var consumer = new Consumer(feed, "foreach (var row in MlOps.Datasets.Flowers.Rows()) System.Console.WriteLine(row);");
        SetItem(consumer, "data/iris.csv\" Name=\"flowers\" Frozen=\"true\" Sensitive=\"true");
        consumer.Build().ShouldSucceed();
        Assert.Equal("a row of flowers, which is sensitive", consumer.Execute().ShouldSucceed().Output.Trim());
        var pointer = File.ReadAllText(consumer.PathOf("data", "iris.csv.dvc"));

        consumer.Write("data/iris.csv", "sepal,petal,species\nsecret,1.4,setosa\n");
        consumer.Build().ShouldFailWith("App.csproj(12): error MLOPS2021");
        Assert.Equal(pointer, File.ReadAllText(consumer.PathOf("data", "iris.csv.dvc")));
        Assert.DoesNotContain("secret", consumer.Execute().Output);

        SetItem(consumer, "data/iris.csv\" Name=\"flowers\" Sensitive=\"true\" Schema=\"sepal=double");
        var failed = consumer.Build();
        failed.ShouldFailWith("error MLOPS2009", "has values that are no double, the first in line 2");
        Assert.DoesNotContain("secret", failed.Output);

        SetItem(consumer, "data/iris.csv\" Name=\"!\" Sensitive=\"yes");
        consumer.Build().ShouldFailWith("App.csproj(12): error MLOPS2020");
    }

    [Fact]
    public void RowsOfJsonLinesAreRead()
    {
        using var consumer = new Consumer(feed, "foreach (var row in MlOps.Datasets.Events.Rows()) System.Console.WriteLine(row.UserName);");
        SetItem(consumer, "data/events.jsonl");
        consumer.Write("data/events.jsonl", "{\"user\":{\"name\":\"ann\"}}\n");
        consumer.Build().ShouldSucceed();
        Assert.Equal("ann", consumer.Execute().ShouldSucceed().Output.Trim());
    }

    private static void SetItem(Consumer consumer, string include)
    {
        var lines = File.ReadAllLines(consumer.PathOf("App.csproj"));
        var at = Array.FindIndex(lines, static line => line.Contains("<Dataset ", StringComparison.Ordinal));
        lines[at] = $"    <Dataset Include=\"{include}\" />";
        File.WriteAllLines(consumer.PathOf("App.csproj"), lines);
    }
}
