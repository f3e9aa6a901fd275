using System.Globalization;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using MlOps.Generators.Datasets;
using MlOps.Generators.Tracking;

namespace MlOps.Benchmarks;

/// <summary>
/// A program of 100 classes of 20 methods each, the first of each class tracked, compiled with our generator as a debug build
/// does it, symbols included. The methods loop, call each other across classes, make lambdas, await and handle exceptions.
/// </summary>
internal sealed record LargeAssembly(byte[] Bytes, byte[] Symbols)
{
    public const int Types = 100;

    public const int MethodsPerType = 20;

    private static readonly CSharpParseOptions s_language = new(LanguageVersion.Latest);

    public static IReadOnlyList<(string FileName, byte[] Bytes)> Framework { get; } =
        [.. Net100.ReferenceInfos.All.Select(static reference => (reference.FileName, reference.ImageBytes))];

    public static IReadOnlyList<string> Libraries { get; } = [typeof(TrackedAttribute).Assembly.Location, typeof(Run).Assembly.Location];

    public static LargeAssembly Compile()
    {
        var compilation = CSharpCompilation.Create(
            "Large",
            Enumerable.Range(0, Types).Select(static type => CSharpSyntaxTree.ParseText(Source(type), s_language, $"/src/Model{type}.cs", Encoding.UTF8)),
            [.. Net100.References.All, .. Libraries.Select(static path => MetadataReference.CreateFromFile(path))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, deterministic: true));
        // Both, as in a project: what the one writes is marked with an attribute that the other declares.
        CSharpGeneratorDriver.Create([new TrackedGenerator().AsSourceGenerator(), new DatasetsGenerator().AsSourceGenerator()], parseOptions: s_language)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);

        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = generated.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb, pdbFilePath: "Large.pdb"));
        return emitted.Success
            ? new(assembly.ToArray(), symbols.ToArray())
            : throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics));
    }

    private static string Source(int type)
    {
        var methods = Enumerable.Range(0, MethodsPerType).Select(method => method % 10 == 7 ? Asynchronous(type, method) : Synchronous(type, method));
        return $$"""
            using System;
            using System.Linq;
            using System.Threading.Tasks;
            using MlOps;

            namespace Large.Part{{type % 10}};

            public sealed class Model{{type}}
            {
                private readonly double[] _weights = new double[{{type + 3}}];
                private int _steps;

            {{string.Join('\n', methods)}}
            }
            """;
    }

    private static string Synchronous(int type, int method)
    {
        // Calls go to later methods only, as in a program that ends: to the next one here and to one of the class beside.
        var other = (type + 1) % Types;
        var (next, across) = (Later(method, 1), Later(method, 2));
        return $$"""
                {{(method == 0 ? "[Tracked]" : "")}}
                public double M{{method}}(int epochs, double rate)
                {
                    var sum = 0.0;
                    for (var epoch = 0; epoch < epochs; epoch++)
                    {
                        sum += _weights[epoch % _weights.Length] * rate;
                        if (sum > {{method * 100}})
                        {
                            _steps++;
                            Console.WriteLine($"step {_steps} of {epochs}: {sum}");
                        }
                    }

                    var rows = Enumerable.Range(0, epochs).Select(row => row * rate + sum).Where(row => row > {{method}}).ToList();
                    try
                    {
                        sum += {{(next is null ? "rows.Count" : $"{next}(epochs - 1, rate)")}};
                        return {{(across is null ? "sum" : $"rows.Count > 3 ? new global::Large.Part{other % 10}.Model{other}().{across}(epochs, rate) : sum")}};
                    }
                    catch (InvalidOperationException error)
                    {
                        throw new ArgumentException(error.Message, nameof(epochs));
                    }
                }
            """;
    }

    private static string Asynchronous(int type, int method) => $$"""
            public async Task<double> M{{method}}(int epochs, double rate)
            {
                for (var epoch = 0; epoch < epochs; epoch++)
                {
                    await Task.Yield();
                    _weights[epoch % _weights.Length] += rate * {{method + type}};
                }

                return {{Later(method, 1)}}(epochs - 1, rate);
            }
        """;

    /// <summary>The next method that returns a number, <paramref name="distance"/> or more further on.</summary>
    private static string? Later(int method, int distance) => Enumerable.Range(method + distance, 2)
        .Where(static later => later < MethodsPerType && later % 10 != 7)
        .Select(static later => "M" + later.ToString(CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
