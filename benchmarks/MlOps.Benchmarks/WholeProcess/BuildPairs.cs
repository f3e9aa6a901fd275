using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MlOps.Benchmarks.WholeProcess;

/// <summary>
/// What the package adds to <c>dotnet build</c>: the sample with it, beside a twin that has the same code and references but no
/// generator, no analyzers and no targets of ours, in interleaved pairs.
/// </summary>
internal static partial class BuildPairs
{
    public const string Name = "builds";

    private const string Sample = "IrisTraining";

    public static int Execute(string[] arguments)
    {
        var pairs = arguments is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 20;
        var folder = Directory.CreateTempSubdirectory("mlops-builds-").FullName;
        try
        {
            var (with, without) = Twins(folder);
            Console.WriteLine($"{pairs} interleaved pairs of 'dotnet build --no-restore' of samples/{Sample}, compiler and build server warm\n");
            Console.WriteLine("| build | with the package, ms | without, ms | ratio | 95 % interval |\n|---|---:|---:|---:|---:|");
            Print("nothing to do", pairs, with, without, static _ => { });
            Print("clean", pairs, with, without, Clean);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string what, int pairs, string with, string without, Action<string> prepare)
    {
        var results = Pairs.Interleaved(pairs, () => Measure(with, prepare), () => Measure(without, prepare));
        var ratio = Interval.OfRatios(results.Select(static pair => pair.One / pair.Other));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {what} | {Median(results.Select(static pair => pair.One)):0} | {Median(results.Select(static pair => pair.Other)):0} | {ratio.Mean:0.00} | {ratio.Low:0.00} … {ratio.High:0.00} |"));
    }

    private static double Measure(string project, Action<string> prepare)
    {
        prepare(project);
        var watch = Stopwatch.StartNew();
        Dotnet(project, "build", "--no-restore", "-v:q");
        return watch.Elapsed.TotalMilliseconds;
    }

    private static void Clean(string project)
    {
        Directory.Delete(Path.Combine(project, "bin"), recursive: true);
        Directory.Delete(Path.Combine(project, "obj", "Debug"), recursive: true);
    }

    /// <summary>The sample twice, each alone in a folder with a feed and packages of their own.</summary>
    private static (string With, string Without) Twins(string folder)
    {
        var root = ResultFile.RepositoryRoot();
        Dotnet(root, "pack", "MlOps.Generators.sln", "-c", "Release", "-o", Path.Combine(folder, "feed"), "-v:q");
        var version = Version().Match(Directory.EnumerateFiles(Path.Combine(folder, "feed"), "MlOps.Cli.*.nupkg").Single()).Groups[1].Value;
        File.WriteAllText(Path.Combine(folder, "nuget.config"), """<configuration><packageSources><add key="ours" value="feed" /></packageSources></configuration>""");
        const string Versions = "Directory.Packages.props";
        File.WriteAllText(Path.Combine(folder, Versions), File.ReadAllText(Path.Combine(root, Versions))
            .Replace("</Project>", $"<ItemGroup><PackageVersion Include=\"MlOps.Generators\" Version=\"{version}\" /></ItemGroup></Project>", StringComparison.Ordinal));

        var with = Copy(root, folder, "with", "");
        Dotnet(with, "build", "-p:EmitCompilerGeneratedFiles=true", "-p:CompilerGeneratedFilesOutputPath=generated", "-v:q");

        // Only the handles of the data sets: the program does not compile without them.
        var handles = Directory.EnumerateFiles(Path.Combine(with, "generated"), "Datasets.g.cs", SearchOption.AllDirectories).Single();
        var without = Copy(root, folder, "without", " ExcludeAssets=\"build;buildTransitive;analyzers\"");
        File.Copy(handles, Path.Combine(without, "Datasets.cs"));
        Directory.Delete(Path.Combine(with, "generated"), recursive: true);
        Dotnet(with, "build", "-v:q");
        Dotnet(without, "build", "-v:q");
        return (with, without);
    }

    private static string Copy(string root, string folder, string name, string assets)
    {
        var sample = Path.Combine(root, "samples", Sample);
        var copy = Path.Combine(folder, name);
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(sample, file);
            if (!relative.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, relative))!);
                File.Copy(file, Path.Combine(copy, relative));
            }
        }

        var project = Path.Combine(copy, Sample + ".csproj");
        File.WriteAllText(project, File.ReadAllText(project)
            .Replace("<PackageReference Include=\"MlOps.Generators\"", $"<PackageReference Include=\"MlOps.Generators\"{assets}", StringComparison.Ordinal)
            .Replace("<PropertyGroup>", "<PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>", StringComparison.Ordinal));
        return copy;
    }

    private static void Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment.Remove("CI"); // Data sets are updated, as on a developer's machine.
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'dotnet {string.Join(' ', arguments)}' in {folder} exited with {process.ExitCode}.\n{output}");
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    [GeneratedRegex(@"MlOps\.Cli\.(\d.*)\.nupkg$")]
    private static partial Regex Version();
}
