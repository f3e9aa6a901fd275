using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using MlOps.Weaving;

namespace MlOps.Tests.Weaving.Support;

/// <summary>How the compiler is called.</summary>
internal sealed record CompileOptions
{
    public OptimizationLevel Optimization { get; init; } = OptimizationLevel.Release;

    /// <summary>Null for <c>DebugType=none</c>.</summary>
    public DebugInformationFormat? Symbols { get; init; } = DebugInformationFormat.PortablePdb;

    public bool MapPaths { get; init; }

    public string? KeyFile { get; init; }

    public bool PublicSign { get; init; }

    public string Name { get; init; } = "App";

    /// <summary>The projects it refers to, those that these refer to included.</summary>
    public IReadOnlyList<Compiled> Projects { get; init; } = [];

    /// <summary>Packages it refers to.</summary>
    public IReadOnlyList<Compiled> Packages { get; init; } = [];

    /// <summary>A feature of the compiler that is off by default.</summary>
    public string? Feature { get; init; }
}

/// <summary>An assembly, <c>App.dll</c> if not said otherwise, in a folder of its own, as the compiler left it or woven.</summary>
internal sealed class Compiled : IDisposable
{
    private readonly TempFolder _folder = new();

    private readonly CompileOptions _options;

    private Compiled(CompileOptions options) => _options = options;

    public string Folder => _folder.Root;

    public string SourcePath => _folder.PathOf("Code.cs");

    public string AssemblyPath => _folder.PathOf(_options.Name + ".dll");

    public string SymbolPath => _folder.PathOf(_options.Name + ".pdb");

    public byte[] Bytes => File.ReadAllBytes(AssemblyPath);

    public static Compiled From(string source, CompileOptions? options = null)
    {
        options ??= new();
        var compiled = new Compiled(options);
        var tree = CSharpSyntaxTree.ParseText(source, ParseOptions(options), path: compiled.SourcePath, encoding: Encoding.UTF8);
        var map = options.MapPaths ? new[] { KeyValuePair.Create(compiled.Folder, "/_") } : [];
        var compilation = CSharpCompilation.Create(options.Name, [tree], [.. References.ForCompiler, .. options.Projects.Concat(options.Packages).Select(static other => MetadataReference.CreateFromImage(other.Bytes))], new CSharpCompilationOptions(
            tree.GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: options.Optimization,
            deterministic: true,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable,
            sourceReferenceResolver: new SourceFileResolver([], null, [.. map]),
            cryptoKeyFile: options.KeyFile,
            publicSign: options.PublicSign,
            strongNameProvider: new DesktopStrongNameProvider()));

        using var assembly = File.Create(compiled.AssemblyPath);
        using var symbols = options.Symbols == DebugInformationFormat.PortablePdb ? File.Create(compiled.SymbolPath) : null;
        using var sourceLink = options.Symbols is null ? null : new MemoryStream("""{ "documents": { "/_/*": "https://example.org/*" } }"""u8.ToArray());
        var emitted = compilation.Emit(
            assembly,
            symbols,
            options: new EmitOptions(
                debugInformationFormat: options.Symbols ?? DebugInformationFormat.PortablePdb,
                pdbFilePath: options.MapPaths ? $"/_/{options.Name}.pdb" : compiled.SymbolPath),
            sourceLinkStream: sourceLink,
            embeddedTexts: options.Symbols is null ? null : [EmbeddedText.FromSource(compiled.SourcePath, tree.GetText())]);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics) + "\n" + source);
        return compiled;
    }

    /// <summary>Compiles and weaves; fails the test when the weaver found nothing or complained.</summary>
    public static Compiled Woven(string source, CompileOptions? options = null)
    {
        var compiled = From(source, options);
        compiled.MustWeave();
        return compiled;
    }

    public void MustWeave()
    {
        var result = Weave();
        Assert.Empty(result.Errors);
        Assert.Equal(WeaveOutcome.Woven, result.Outcome);
    }

    public WeaveResult Weave() => Weaver.Weave(Request);

    public WeaveRequest Request => new()
    {
        AssemblyPath = AssemblyPath,
        ReferencePaths = [.. References.Paths, .. _options.Projects.Concat(_options.Packages).Select(static other => other.AssemblyPath)],
        ProjectPaths = [.. _options.Projects.Select(static other => other.AssemblyPath)],
        FrameworkPaths = References.Framework,
        KeyFile = _options.KeyFile,
    };

    public void Dispose() => _folder.Dispose();

    private static CSharpParseOptions ParseOptions(CompileOptions options) =>
        CSharpParseOptions.Default.WithFeatures(options.Feature is null ? [] : [KeyValuePair.Create(options.Feature, "on")]);
}
