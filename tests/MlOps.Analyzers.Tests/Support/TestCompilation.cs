using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace MlOps.Tests.Support;

/// <summary>Code of a test, compiled against the real frameworks. All share the bound references, which take longer than the code.</summary>
internal static class TestCompilation
{
    /// <summary>What a project with implicit usings has.</summary>
    public const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest);

    private static readonly CSharpCompilation s_base = CSharpCompilation.Create(
        "Demo",
        [Parse(Usings, "Usings.cs"), Parse(IrisDataset.Handles, "Datasets.g.cs")],
        Frameworks.References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    /// <summary>Compiles the code, which must have no error.</summary>
    public static CSharpCompilation Of(params string[] sources)
    {
        var compilation = WithErrors(sources);
        Assert.Empty(ErrorsOf(compilation));
        return compilation;
    }

    public static IEnumerable<Diagnostic> ErrorsOf(CSharpCompilation compilation) =>
        compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>Compiles the code; with a statement at the top, or the comment <c>/* program */</c>, it is a program.</summary>
    public static CSharpCompilation WithErrors(params string[] sources)
    {
        var trees = sources.Select(static (source, index) => Parse(source, $"Source{index}.cs")).ToArray();
        var compilation = s_base.AddSyntaxTrees(trees);
        if (sources[0].Contains("/* program */", StringComparison.Ordinal) || trees[0].GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement))
        {
            compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        }

        return compilation;
    }

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), s_options, path);
}
