using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using MlOps.Tests.Support;

namespace MlOps.Corpus;

/// <summary>
/// The sources of a project file, compiled against the frameworks of today: what does not bind because of other packages or older
/// versions stays unbound, which rules must bear.
/// </summary>
internal sealed class CorpusProject(string file)
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    public static IEnumerable<CorpusProject> Below(string root) =>
        Directory.EnumerateFiles(root, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(static file => new CorpusProject(file));

    public string File { get; } = file;

    public async Task<(int Files, ImmutableArray<Diagnostic> Diagnostics)> AnalyzeAsync(ImmutableArray<DiagnosticAnalyzer> analyzers, bool track)
    {
        var sources = Sources(Path.GetDirectoryName(File)!).ToArray();
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = sources.Select(source => CSharpSyntaxTree.ParseText(SourceText.From(System.IO.File.ReadAllText(source), Encoding.UTF8), options, source)).ToList();
        if (System.IO.File.ReadAllText(File).Contains("<ImplicitUsings>enable", StringComparison.OrdinalIgnoreCase))
        {
            trees.Add(CSharpSyntaxTree.ParseText(ImplicitUsings, options, "ImplicitUsings.cs"));
        }

        if (track)
        {
            trees = [.. trees.Select(TrackTraining.In)];
        }

        var isProgram = trees.Any(static tree => tree.GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement));
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(File),
            trees,
            Frameworks.References,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        return (sources.Length, await compilation.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync());
    }

    /// <summary>Where a finding is, and the line that stands there.</summary>
    public static (string Place, string Line) Describe(Diagnostic diagnostic, string root)
    {
        var span = diagnostic.Location.GetLineSpan();
        var text = diagnostic.Location.SourceTree?.GetText();
        var place = string.Create(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(root, span.Path)}:{span.StartLinePosition.Line + 1}");
        return (place, text?.Lines[span.StartLinePosition.Line].ToString().Trim() ?? "");
    }

    private static IEnumerable<string> Sources(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs").Order(StringComparer.Ordinal))
        {
            yield return file;
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var isAnother = Directory.EnumerateFiles(inner, "*.csproj").Any();
            foreach (var file in isAnother || Path.GetFileName(inner) is "bin" or "obj" ? [] : Sources(inner))
            {
                yield return file;
            }
        }
    }
}
