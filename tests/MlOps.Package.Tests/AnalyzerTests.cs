using System.IO.Compression;

namespace MlOps.Tests;

/// <summary>The rules, as they come with the packages.</summary>
public sealed class AnalyzerTests(PackageFeed feed)
{
    [Fact]
    public void TheMainPackageBringsTheRules()
    {
        using var consumer = new Consumer(feed, """
            Console.WriteLine(Trainer.Train());

            static class Trainer
            {
                [MlOps.Tracked]
                public static int Train() => new Random().Next();
            }
            """);
        consumer.Build().ShouldFailWith("Program.cs(6,34): error MLOPS3001", "docs/rules/MLOPS3001.md");
    }

    [Fact]
    public void ThePackageOfTheRulesWorksAlone()
    {
        using var consumer = new Consumer(feed, """
            using Microsoft.ML;

            static class Trainer
            {
                public static ITransformer Train(IDataView data, IEstimator<ITransformer> pipeline)
                {
                    var rows = new Random().Next();
                    return pipeline.Fit(data);
                }

                static void Main()
                {
                }
            }
            """);
        consumer.Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <NoWarn>NU1603</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MlOps.Analyzers" Version="{feed.Version}" />
                <PackageReference Include="Microsoft.ML" Version="{Repository.PackageVersion("Microsoft.ML")}" />
              </ItemGroup>
            </Project>
            """);
        Assert.Contains("Program.cs(7,20): warning MLOPS3001", consumer.Build().ShouldSucceed().Output);
        Assert.Empty(Directory.EnumerateFiles(consumer.PathOf("bin"), "MlOps.*", SearchOption.AllDirectories));
    }

    [Fact]
    public void ThePackageOfTheRulesHoldsNothingButThem()
    {
        using var package = ZipFile.OpenRead(Path.Combine(feed.Folder, $"MlOps.Analyzers.{feed.Version}.nupkg"));
        Assert.Equal(
            ["README.md", "analyzers/dotnet/cs/MlOps.Analyzers.dll", "analyzers/dotnet/cs/MlOps.Generators.CodeFixes.dll"],
            package.Entries.Select(static entry => entry.FullName)
                .Where(static name => !name.StartsWith('_') && !name.StartsWith("package/", StringComparison.Ordinal) && name is not ("[Content_Types].xml" or "MlOps.Analyzers.nuspec"))
                .Order(StringComparer.Ordinal));
    }
}
