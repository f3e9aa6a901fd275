using System.Text.RegularExpressions;
using MlOps.Silicon;
using MlOps.Silicon.Sampling;

namespace MlOps.Tests.Docs;

/// <summary>The page of the machine names every metric that a sampler can make, and no other.</summary>
public sealed partial class MetricTablesTests
{
    /// <summary>The metrics of the page, with what its placeholders stand for left open.</summary>
    private static readonly string[] s_told = [.. SiliconPage.Rows("## Metrics").Select(static row => row[0]).Where(static name => name != "metric")];

    [Fact]
    public void EveryMetricInTheSourcesIsOnThePage()
    {
        var examples = s_told.Select(Example).ToArray();
        Assert.All(Patterns(), pattern => Assert.True(examples.Any(pattern.IsMatch), $"'{pattern}' is not on the page."));
    }

    [Fact]
    public void EveryMetricOnThePageIsInTheSources()
    {
        var patterns = Patterns();
        Assert.All(s_told, name => Assert.True(patterns.Any(pattern => pattern.IsMatch(Example(name))), $"No sampler makes '{name}'."));
    }

    [Fact]
    public void WhatThisMachineTellsIsOnThePage()
    {
        using var sampler = new SiliconSampler(Sources.Of(SiliconDetail.Full));
        sampler.Fast.Probe();
        sampler.Slow.Probe();
        var told = s_told.Select(static name => new Regex("^" + Placeholder().Replace(name, ".+") + "$")).ToArray();
        var metrics = sampler.Fast.Table.Metrics.Concat(sampler.Slow.Table.Metrics).Select(static metric => metric.Name["system/".Length..]).ToArray();
        Assert.NotEmpty(metrics);
        Assert.All(metrics, name => Assert.Contains(told, pattern => pattern.IsMatch(name)));
    }

    [Fact]
    public void TheInstrumentsOfThisMachineAreThoseOfThePage()
    {
        using var sampler = new SiliconSampler(Sources.Of(SiliconDetail.Full));
        sampler.Fast.Probe();
        sampler.Slow.Probe();
        var rows = SiliconPage.Rows("## Metrics").Where(static row => row.Length == 6)
            .Select(static row => (Name: new Regex("^system/" + Placeholder().Replace(row[0], ".+") + "$"), Instrument: row[5].Replace("`", "", StringComparison.Ordinal))).ToArray();
        Assert.All(sampler.Fast.Table.Metrics.Concat(sampler.Slow.Table.Metrics), metric =>
        {
            var told = rows.First(row => row.Name.IsMatch(metric.Name)).Instrument;
            if (metric.Instrument is { } instrument)
            {
                Assert.StartsWith($"{instrument.Name} ({instrument.Unit})", told, StringComparison.Ordinal);
            }
            else
            {
                Assert.True(told == "–" || told.StartsWith("dotnet.", StringComparison.Ordinal), $"'{metric.Name}' is not published as '{told}'.");
            }
        });
    }

    /// <summary>What the sources add to tables and tell runs, interpolations left open.</summary>
    private static Regex[] Patterns()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("runtime", "MlOps.Silicon"), "*.cs", SearchOption.AllDirectories))
        {
            var source = file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "" : File.ReadAllText(file);
            names.UnionWith(Added().Matches(source).Select(static match => match.Groups["name"].Value));
            names.UnionWith(AddedToGpu().Matches(source).Select(static match => "{gpu}_" + match.Groups["name"].Value));
        }

        return [.. names.Where(static name => name != "{prefix}_{name}").Select(static name => new Regex("^" + Placeholder().Replace(name, ".+") + "$"))];
    }

    private static string Example(string name) => Placeholder().Replace(name, name.StartsWith("gpu_", StringComparison.Ordinal) ? "0" : "some");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();

    // table.Add("…"), table.AddOneMore("…"), a name that is kept for later, and what the recorder tells by itself.
    [GeneratedRegex("""(?:table\.Add(?:OneMore)?\(\$?"|\$?"(?=cpu_(?:\{[^}]*\}_)?frequency_megahertz")|run\.Log\("system/)(?<name>[^"]+)""")]
    private static partial Regex Added();

    [GeneratedRegex("""(?:=> |metrics\.)Add\("(?<name>[^"]+)""")]
    private static partial Regex AddedToGpu();
}
