using System.Text.RegularExpressions;

namespace MlOps.Tests.MLflow.Docs;

/// <summary><c>docs/mlflow.md</c> says what is so.</summary>
public sealed partial class MlflowPageTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs", "mlflow.md"));

    [Fact]
    public void EveryRowOfTheTableOfVersionsHasATest()
    {
        string[] rows = [.. Between("## What works with which version", "## How delivery works").Where(static line => line.StartsWith('|')).Skip(2)];
        Assert.NotEmpty(rows);
        Assert.All(rows, static row =>
        {
            var named = Test().Match(row);
            Assert.True(named.Success, $"No test is named in: {row}");
            var type = typeof(MlflowPageTests).Assembly.GetTypes().SingleOrDefault(type => type.Name == named.Groups[1].Value);
            Assert.True(type?.GetMethod(named.Groups[2].Value) is not null, $"There is no test {named.Value}.");
        });
    }

    [Fact]
    public void EveryVariableThatIsReadIsInTheTableAndNoOther()
    {
        var read = new[] { "MlOps.MLflow", "MlOps.Tracking" }
            .SelectMany(static project => Directory.EnumerateFiles(Repository.PathOf("runtime", project), "*.cs", SearchOption.AllDirectories))
            .SelectMany(static file => Variable().Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value));
        var told = Between("## Configuration", "## When a team outgrows one machine").Select(static line => Told().Match(line)).Where(static match => match.Success).Select(static match => match.Groups[1].Value);
        Assert.Equal(read.Distinct().Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatTheClientIsShownToDoTheSampleDoes()
    {
        var sample = File.ReadAllText(Repository.PathOf("samples", "TeamServer", "Program.cs"));
        Assert.Contains(Assert.Single(Markdown.Blocks(Repository.PathOf("docs", "mlflow.md"), "cs")).TrimEnd(), sample);
    }

    private static IEnumerable<string> Between(string from, string to) =>
        s_page[s_page.IndexOf(from, StringComparison.Ordinal)..s_page.IndexOf(to, StringComparison.Ordinal)].Split('\n');

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)` \|$")]
    private static partial Regex Test();

    [GeneratedRegex("\"((?:MLFLOW|MLOPS|DATABRICKS)_[A-Z_]+)\"")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\| `([A-Z_]+)`")]
    private static partial Regex Told();
}
