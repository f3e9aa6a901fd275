using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MlOps.Tests.Docs;

/// <summary><c>docs/build.md</c> tells all that may be set and hooked in a build, and nothing else.</summary>
public sealed partial class BuildPropertiesTests
{
    private static readonly string s_targets = Repository.PathOf("msbuild", "MlOps.Build", "build", "MlOps.Generators.targets");

    [Fact]
    public void EveryPublicPropertyIsInTheTable()
    {
        var set = XDocument.Load(s_targets).Descendants("PropertyGroup").Elements().Select(static property => property.Name.LocalName).Where(IsPublic);
        var read = PropertyReference().Matches(File.ReadAllText(s_targets)).Select(static reference => reference.Groups[1].Value);
        Assert.Equal(Sorted(set.Concat(read)), Sorted(NamesUnder("## Properties")));
    }

    [Fact]
    public void EveryPublicTargetIsInTheTable() =>
        Assert.Equal(
            Sorted(XDocument.Load(s_targets).Descendants("Target").Select(static target => target.Attribute("Name")!.Value).Where(IsPublic)),
            Sorted(NamesUnder("## Targets")));

    private static bool IsPublic(string name) => name.StartsWith("MlOps", StringComparison.Ordinal);

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The names in the first column of the table under a heading.</summary>
    private static IEnumerable<string> NamesUnder(string heading) => File.ReadLines(Repository.PathOf("docs", "build.md"))
        .SkipWhile(line => line != heading)
        .Skip(1)
        .TakeWhile(static line => !line.StartsWith('#'))
        .Select(static line => FirstCell().Match(line))
        .Where(static cell => cell.Success)
        .Select(static cell => cell.Groups[1].Value);

    [GeneratedRegex(@"\$\((MlOps\w+)\)")]
    private static partial Regex PropertyReference();

    [GeneratedRegex(@"^\| `(\w+)` \|")]
    private static partial Regex FirstCell();
}
