using System.Text;
using System.Text.Json;

namespace MlOps.Tests;

/// <summary>Data sets on their way from the project file into the program.</summary>
public sealed class DatasetTests(PackageFeed feed)
{
    private const string Md5 = "3f8e3ff0ab1d7bbbb0d9bb7a3d2ab1c3";

    [Fact]
    public void TypedRowsAreReadAndRecordedAndABadOneIsNamed()
    {
        using var consumer = new Consumer(feed, """
            using MlOps;

            Console.WriteLine(Trainer.Train());

            internal static class Trainer
            {
                [Tracked]
                public static double Train() => Datasets.Iris.Rows().Sum(static row => row.Sepal + row.Petal + row.Species.Length);
            }
            """);
        consumer.Build().ShouldSucceed();
        Assert.Equal("12.5", consumer.Execute().ShouldSucceed().Output.Trim());
        Assert.Equal("iris", Assert.Single(consumer.Show().GetProperty("datasets").EnumerateArray()).GetProperty("name").GetString());

        consumer.Write("data/iris.csv", "sepal,petal,species\nwide,1.4,setosa\n");
        consumer.Execute().ShouldFailWith("iris.csv(2): column 'sepal' is 'wide', no double");
        // The next build finds the type that fits, and the code that does not.
        consumer.Build().ShouldFailWith("Program.cs(8", "error CS");
    }

    [Fact]
    public void AFolderIsOneDataSetThatIsPulledWhenItIsGone()
    {
        using var consumer = new Consumer(feed, """
            using MlOps;

            Console.WriteLine(Trainer.Train());

            internal static class Trainer
            {
                [Tracked]
                public static int Train() => Directory.GetFiles(Datasets.Images.Path, "*", SearchOption.AllDirectories).Length;
            }
            """);
        var project = File.ReadAllText(consumer.PathOf("App.csproj"));
        consumer.Write("App.csproj", project.Replace("data/iris.csv\"", "data/images/\" Pull=\"auto\""));
        consumer.Write("data/images/a.txt", "a");
        consumer.Write("data/images/sub/b.txt", "b");
        consumer.Build().ShouldSucceed();
        Assert.Equal("2", consumer.Execute().ShouldSucceed().Output.Trim());
        var dataset = Assert.Single(consumer.Show().GetProperty("datasets").EnumerateArray());
        Assert.Equal("images", dataset.GetProperty("name").GetString());
        Assert.Contains($"md5: {dataset.GetProperty("digest").GetString()}\n  size: 2\n  nfiles: 2\n", File.ReadAllText(consumer.PathOf("data/images.dvc")));

        // Another machine: neither the data nor the cache, but a remote.
        var remote = consumer.PathOf("remote");
        consumer.Write(".dvc/config", $"[core]\n    no_scm = True\n    remote = store\n['remote \"store\"']\n    url = {remote}\n");
        consumer.Build("-t:MlOpsDataPush").ShouldSucceed();
        Directory.Delete(consumer.PathOf("data/images"), recursive: true);
        Directory.Delete(consumer.PathOf(".dvc/cache"), recursive: true);
        consumer.Build("-p:MlOpsDatasetMode=Verify").ShouldSucceed();
        Assert.Equal("2", consumer.Execute().ShouldSucceed().Output.Trim());
        consumer.Build("-t:MlOpsDataStatus").ShouldSucceed();

        Directory.Delete(consumer.PathOf("data/images"), recursive: true);
        Directory.Delete(consumer.PathOf(".dvc/cache"), recursive: true);
        Directory.Delete(remote, recursive: true);
        consumer.Build().ShouldFailWith("App.csproj(12): error MLOPS2010");
        consumer.Write(".dvc/config", "[core]\n[core]\n");
        consumer.Build("-t:MlOpsDataStatus").ShouldFailWith("error MLOPS2010", "section 'core' stands twice");
    }

    [Fact]
    public void ASchemaThatDoesNotFitIsAnErrorAtItsLine()
    {
        using var consumer = new Consumer(feed, "System.Console.WriteLine(MlOps.Datasets.Iris.Rows().First().Sepal);");
        var project = File.ReadAllText(consumer.PathOf("App.csproj"));
        consumer.Write("App.csproj", project.Replace("data/iris.csv\"", "data/iris.csv\" Schema=\"sepal=decimal|species=int\""));
        consumer.Build().ShouldFailWith("App.csproj(12): error MLOPS2009", "column 'species' has values that are no int");

        consumer.Write("App.csproj", project.Replace("data/iris.csv\"", "data/iris.csv\" Schema=\"sepal=decimal\""));
        consumer.Build().ShouldSucceed();
        Assert.Equal("5.1", consumer.Execute().ShouldSucceed().Output.Trim());
    }

    [Fact]
    public void ColumnsOfAnyNameCompile()
    {
        using var consumer = new Consumer(feed, """
            using MlOps;
            var row = Datasets.Odd.Rows().Single();
            Console.WriteLine(string.Join(' ', row.Class, row.A, row.A2, row.Column4, row._2nd, row.EqualsValue, row.RowValue, row.Größe, row.Summary));
            """);
        consumer.Write("App.csproj", File.ReadAllText(consumer.PathOf("App.csproj")).Replace("data/iris.csv", "data/odd.csv"));
        consumer.Write("data/odd.csv", "class,a,A,,2nd,Equals,row,größe,\"</summary>\n\"\n1,2,3,4,5,6,7,8,9\n");
        consumer.Build().ShouldSucceed();
        Assert.Equal("1 2 3 4 5 6 7 8 9", consumer.Execute().ShouldSucceed().Output.Trim());
    }

    [Fact]
    public void ALibrarysDatasetIsFoundByAProgramOfAnotherProject()
    {
        using var consumer = new Consumer(
            feed,
            "System.Console.WriteLine(Library.Data.Count());",
            "<DefaultItemExcludes>$(DefaultItemExcludes);Library/**</DefaultItemExcludes>");
        Command.Run(consumer.Folder, "git", ["init", "-q"]).ShouldSucceed();
        consumer.Write("App.csproj", File.ReadAllText(consumer.PathOf("App.csproj")).Replace("</Project>", "<ItemGroup><ProjectReference Include=\"Library/Library.csproj\" /></ItemGroup></Project>"));
        consumer.Write("Library/Library.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup><PackageReference Include="MlOps.Generators" Version="{feed.Version}" /><Dataset Include="data/iris.csv" /></ItemGroup>
            </Project>
            """);
        // Of the same name as the program's own, on purpose.
        consumer.Write("Library/data/iris.csv", "sepal\n1\n2\n3\n");
        consumer.Write("Library/Data.cs", "namespace Library; public static class Data { public static int Count() => MlOps.Datasets.Iris.Rows().Count(); }");
        consumer.Build().ShouldSucceed();
        Assert.Equal("3", consumer.Execute().ShouldSucceed().Output.Trim());

        File.Delete(consumer.PathOf("Library", "data", "iris.csv"));
        consumer.Execute().ShouldFailWith("has its name, but not the content that the build saw");
    }

    [Fact]
    public void ProjectsAndFrameworksThatNameOneFileVersionItOnceAndTogether()
    {
        using var consumer = new Consumer(feed, "System.Console.WriteLine();");
        Command.Run(consumer.Folder, "git", ["init", "-q"]).ShouldSucceed();
        foreach (var name in new[] { "One", "Two" })
        {
            consumer.Write($"{name}/{name}.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFrameworks>net10.0;net10.0-windows</TargetFrameworks><EnableWindowsTargeting>true</EnableWindowsTargeting><DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads></PropertyGroup>
                  <ItemGroup><PackageReference Include="MlOps.Generators" Version="{feed.Version}" /><Dataset Include="../data/iris.csv" /></ItemGroup>
                </Project>
                """);
        }

        consumer.Write("All.proj", """
            <Project DefaultTargets="Build">
              <Target Name="Restore"><MSBuild Projects="One/One.csproj;Two/Two.csproj" Targets="Restore" /></Target>
              <Target Name="Build"><MSBuild Projects="One/One.csproj;Two/Two.csproj" BuildInParallel="true" /></Target>
            </Project>
            """);
        var built = consumer.Dotnet("build", "All.proj", "-m:4", "-nodeReuse:false").ShouldSucceed();

        Assert.Single(built.Output.Split('\n'), static line => line.Contains("-> version", StringComparison.Ordinal));
        Assert.Equal("/iris.csv\n", File.ReadAllText(consumer.PathOf("data", ".gitignore")));
        Assert.Single(Directory.GetFiles(consumer.PathOf(".dvc", "cache"), "*", SearchOption.AllDirectories));
        Assert.Single(Directory.GetFiles(consumer.PathOf(".dvc", "tmp", "mlops"), "*.stat"));
    }

    [Fact]
    public void WhatIsRememberedIsNotReadAgain()
    {
        using var consumer = new Consumer(feed, "System.Console.WriteLine(MlOps.Datasets.Iris.Digest);");
        consumer.Build().ShouldSucceed();
        var note = Assert.Single(Directory.GetFiles(consumer.PathOf(".dvc", "tmp", "mlops"), "*.stat"));
        var digest = consumer.Execute().ShouldSucceed().Output.Trim();
        // What no file holds: who says it did not look.
        File.WriteAllText(note, File.ReadAllText(note, Encoding.Latin1).Replace(digest, Md5), Encoding.Latin1);
        consumer.Build("-p:MlOpsDatasetMode=Off").ShouldSucceed();
        Assert.Equal(Md5, consumer.Execute().ShouldSucceed().Output.Trim());

        consumer.Build().ShouldSucceed();
        Assert.Equal(digest, consumer.Execute().ShouldSucceed().Output.Trim());
    }

    [Fact]
    public void StatusSaysWhetherDataChangedByItsExitCode()
    {
        using var consumer = new Consumer(feed, "System.Console.WriteLine();");
        consumer.Build().ShouldSucceed();
        Assert.True(JsonDocument.Parse(feed.Mlops(consumer.Folder, "data", "status", "--json").ShouldSucceed().Output).RootElement.GetProperty("clean").GetBoolean());

        consumer.Write("data/iris.csv", "sepal\n1\n");
        var changed = feed.Mlops(consumer.Folder, "data", "status");
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("modified", changed.Output);

        using var empty = new TempFolder();
        Assert.Equal(3, feed.Mlops(empty.Root, "data", "status").ExitCode);
    }
}
