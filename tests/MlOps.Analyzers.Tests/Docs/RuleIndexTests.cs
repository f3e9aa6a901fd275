using System.Reflection;
using Microsoft.CodeAnalysis;
using MlOps.Generators.Tracking;
using MlOps.Tests.Support;

namespace MlOps.Tests.Docs;

/// <summary>The release files list every rule of the compiler, and the index is made from them.</summary>
public sealed class RuleIndexTests
{
    private const string Begin = "<!-- rules -->\n";
    private const string End = "<!-- /rules -->\n";

    [Fact]
    public void TheReleaseFilesListTheRules() =>
        Assert.Equal(
            Descriptors().Select(static rule => (rule.Id, rule.Category, rule.DefaultSeverity.ToString(), rule.Title.ToString(null))).Distinct().Order(),
            Released().Order());

    [Fact]
    public void TheIndexIsMadeFromTheReleaseFiles()
    {
        var path = Repository.PathOf("docs", "rules", "README.md");
        var text = File.ReadAllText(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var made = text[..begin] + string.Join('\n', (IEnumerable<string>)
        [
            "| code | title | severity | about |",
            "|---|---|---|---|",
            .. Released().OrderBy(static rule => rule.Id, StringComparer.Ordinal)
                .Select(static rule => $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {rule.Severity.ToLowerInvariant()} | {rule.Category.ToLowerInvariant()} |"),
            "",
        ]) + text[end..];
        if (Environment.GetEnvironmentVariable("MLOPS_BLESS") == "1")
        {
            File.WriteAllText(path, made);
        }

        Assert.Equal(made, File.ReadAllText(path));
    }

    private static IEnumerable<DiagnosticDescriptor> Descriptors() => typeof(TrackedGenerator).Assembly.GetTypes()
        .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Select(static field => field.FieldType == typeof(DiagnosticDescriptor) ? (DiagnosticDescriptor?)field.GetValue(null) : null)
        .OfType<DiagnosticDescriptor>()
        .Concat(AllAnalyzers.Descriptors);

    /// <summary>The rules that are in force by the release files, older ones first.</summary>
    private static IEnumerable<(string Id, string Category, string Severity, string Title)> Released()
    {
        var rules = new Dictionary<string, (string, string, string, string)>(StringComparer.Ordinal);
        foreach (var assembly in new[] { "MlOps.Generators", "MlOps.Analyzers" })
        {
            foreach (var file in new[] { "Shipped", "Unshipped" })
            {
                var removed = false;
                foreach (var line in File.ReadLines(Repository.PathOf("generators", assembly, $"AnalyzerReleases.{file}.md")))
                {
                    removed = line.StartsWith('#') ? line == "### Removed Rules" : removed;
                    if (line.Split('|', StringSplitOptions.TrimEntries) is not [['M', 'L', 'O', 'P', 'S', ..] id, var category, var severity, var title])
                    {
                        continue;
                    }

                    if (removed)
                    {
                        rules.Remove(id);
                    }
                    else
                    {
                        rules[id] = (id, category, severity, title);
                    }
                }
            }
        }

        return rules.Values;
    }
}
