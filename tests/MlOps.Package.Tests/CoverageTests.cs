using System.Globalization;
using System.Xml.Linq;

namespace MlOps.Tests;

/// <summary>What a user's coverage tool says about tracked methods.</summary>
public sealed class CoverageTests(PackageFeed feed)
{
    private const string Trainer = """
        using MlOps;

        public static class Trainer
        {
            [Tracked]
            public static int Train(int epochs)
            {
                var total = 0;
                for (var epoch = 0; epoch < epochs; epoch++)
                {
                    total += epoch; // three times
                }

                if (total > 100)
                {
                    total = 100; // never
                }

                return total; // once
            }

            [Tracked]
            public static async Task<int> TrainAsync(int epochs)
            {
                await Task.Yield();
                if (epochs > 100)
                {
                    return 100; // never
                }

                return epochs; // once
            }
        }
        """;

    [Fact]
    public void CoverletCountsTheLinesOfTrackedMethodsAndNothingOfOurs()
    {
        using var consumer = new Consumer(feed, "");
        consumer.Write("Trainer.cs", Trainer);
        consumer.Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MlOps.Generators" Version="{feed.Version}" />
                <Compile Remove="tests/**" />
              </ItemGroup>
            </Project>
            """);
        consumer.Write("tests/Tests.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="17.14.1" />
                <PackageReference Include="MSTest.TestAdapter" Version="3.11.1" />
                <PackageReference Include="MSTest.TestFramework" Version="3.11.1" />
                <PackageReference Include="coverlet.collector" Version="6.0.4" />
                <ProjectReference Include="../App.csproj" />
              </ItemGroup>
            </Project>
            """);
        consumer.Write("tests/TrainerTests.cs", """
            using Microsoft.VisualStudio.TestTools.UnitTesting;

            [TestClass]
            public class TrainerTests
            {
                [TestMethod]
                public async Task Trains()
                {
                    Assert.AreEqual(3, Trainer.Train(3));
                    Assert.AreEqual(3, await Trainer.TrainAsync(3));
                }
            }
            """);
        consumer.Dotnet("test", "tests/Tests.csproj", "-nodeReuse:false", "--collect", "XPlat Code Coverage", "--results-directory", consumer.PathOf("results")).ShouldSucceed();

        var report = XDocument.Load(Assert.Single(Directory.EnumerateFiles(consumer.PathOf("results"), "*.xml", SearchOption.AllDirectories)));
        var classes = report.Descendants("class").ToList();
        Assert.All(classes, static type => Assert.EndsWith("Trainer.cs", (string?)type.Attribute("filename"), StringComparison.Ordinal));
        var hits = classes.Elements("lines").Elements("line").ToDictionary(
            static line => (int)line.Attribute("number")!,
            static line => (int)line.Attribute("hits")!);
        foreach (var (text, number) in Trainer.Split('\n').Select(static (text, index) => (text, index + 1)).Where(static line => line.text.Contains(" // ", StringComparison.Ordinal)))
        {
            var expected = text[(text.IndexOf(" // ", StringComparison.Ordinal) + 4)..].Trim() switch { "never" => 0, "once" => 1, _ => 3 };
            Assert.True(hits.GetValueOrDefault(number, -1) == expected, string.Create(CultureInfo.InvariantCulture, $"line {number}, hit {hits.GetValueOrDefault(number, -1)} times: {text}"));
        }
    }
}
