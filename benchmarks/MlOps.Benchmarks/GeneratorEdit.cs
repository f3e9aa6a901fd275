using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MlOps.Generators.Tracking;

namespace MlOps.Benchmarks;

/// <summary>
/// What an editor waits for after a key press in a file without tracked methods, in a project with 1,000 of them in 100 files:
/// the generator, beside one that finds the same attributes and does nothing with them.
/// </summary>
public class GeneratorEdit
{
    private const int Files = 100;
    private const int MethodsInAFile = 10;

    private GeneratorDriver _empty = null!;
    private GeneratorDriver _tracked = null!;
    private CSharpCompilation _compilation = null!;
    private int _edits;

    /// <summary>Makes the project, and lets both generators see it once.</summary>
    [GlobalSetup]
    public void Compile()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = Directory.EnumerateFiles(runtime, "System*.dll")
            .Append(typeof(TrackedAttribute).Assembly.Location)
            .Append(typeof(Run).Assembly.Location)
            .Select(static path => MetadataReference.CreateFromFile(path));
        _compilation = CSharpCompilation.Create(
            "Project",
            Enumerable.Range(0, Files).Select(Trainer).Append("public static class Other;").Select(static source => CSharpSyntaxTree.ParseText(source)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _empty = CSharpGeneratorDriver.Create(new EmptyGenerator()).RunGenerators(_compilation);
        _tracked = CSharpGeneratorDriver.Create(new TrackedGenerator()).RunGenerators(_compilation);
        if (_tracked.GetRunResult().GeneratedTrees.Length <= Files * MethodsInAFile)
        {
            throw new InvalidOperationException("The generator did not write a file a method.");
        }
    }

    /// <summary>A generator whose transform is empty.</summary>
    [Benchmark(Baseline = true)]
    public GeneratorDriver EmptyTransform() => _empty.RunGenerators(Edited());

    /// <summary>Ours.</summary>
    [Benchmark]
    public GeneratorDriver Tracked() => _tracked.RunGenerators(Edited());

    // A new tree each time, so that nothing is cached that an editor would not have cached.
    private CSharpCompilation Edited()
    {
        _edits++;
        var edited = CSharpSyntaxTree.ParseText($"public static class Other {{ public const int Edit = {_edits.ToString(CultureInfo.InvariantCulture)}; }}");
        return _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees[Files], edited);
    }

    private static string Trainer(int file)
    {
        var number = file.ToString(CultureInfo.InvariantCulture);
        var methods = Enumerable.Range(0, MethodsInAFile).Select(method => $$"""
                [MlOps.Tracked(Experiment = "benchmark")]
                public static Evaluation{{number}} Train{{method.ToString(CultureInfo.InvariantCulture)}}(Options{{number}} options, System.Collections.Generic.IReadOnlyList<double> rows, int seed) => new(options.LearningRate);
            """);
        return $$"""
            public sealed record Options{{number}}(int Epochs, double LearningRate, string Optimizer);
            public sealed record Evaluation{{number}}(double Accuracy);
            public static class Trainer{{number}}
            {
            {{string.Join('\n', methods)}}
            }
            """;
    }

    private sealed class EmptyGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName("MlOps.TrackedAttribute", static (_, _) => true, static (_, _) => true),
            static (_, _) => { });
    }
}
