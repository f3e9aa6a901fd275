using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using MlOps.Weaving;

namespace MlOps.Benchmarks;

/// <summary>What weaving adds to a build that has something to weave: files in, files out, fingerprints and symbols included.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Close deletes; BenchmarkDotNet calls it.")]
[ProcessCount(1), WarmupCount(15), IterationCount(20)] // A weave is long enough to be measured alone, and few are needed.
public class WeaveAssembly
{
    private LargeAssembly _large = null!;
    private string _folder = "";
    private WeaveRequest _request = null!;

    [GlobalSetup]
    public void Open()
    {
        _large = LargeAssembly.Compile();
        _folder = Directory.CreateTempSubdirectory("mlops-benchmark-").FullName;
        foreach (var (fileName, bytes) in LargeAssembly.Framework)
        {
            File.WriteAllBytes(Path.Combine(_folder, fileName), bytes);
        }

        var framework = LargeAssembly.Framework.Select(reference => Path.Combine(_folder, reference.FileName)).ToArray();
        _request = new WeaveRequest
        {
            AssemblyPath = Path.Combine(_folder, "Large.dll"),
            ReferencePaths = [.. framework, .. LargeAssembly.Libraries],
            FrameworkPaths = framework,
        };
    }

    /// <summary>A woven assembly is left alone, so each weave gets one fresh from the compiler.</summary>
    [IterationSetup]
    public void Compile()
    {
        File.WriteAllBytes(_request.AssemblyPath, _large.Bytes);
        File.WriteAllBytes(Path.ChangeExtension(_request.AssemblyPath, ".pdb"), _large.Symbols);
    }

    [GlobalCleanup]
    public void Close() => Directory.Delete(_folder, recursive: true);

    [Benchmark]
    public int Weave()
    {
        var result = Weaver.Weave(_request);
        return result.Methods.Count == LargeAssembly.Types
            ? result.Methods.Count
            : throw new InvalidOperationException($"{result.Outcome}, {result.Methods.Count} methods. {string.Join(' ', result.Errors)}");
    }
}
