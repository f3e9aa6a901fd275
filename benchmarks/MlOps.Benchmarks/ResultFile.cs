using System.Text.RegularExpressions;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;

namespace MlOps.Benchmarks;

/// <summary>Keeps a report where the README's numbers come from: <c>benchmarks/results/&lt;cpu&gt;/</c>.</summary>
internal static partial class ResultFile
{
    public static string Write(Summary summary, string name)
    {
        var report = new AccumulationLogger();
        MarkdownExporter.GitHub.ExportToLog(summary, report);

        var folder = Path.Combine(RepositoryRoot(), "benchmarks", "results", CpuFolder(summary.HostEnvironmentInfo.Cpu.Value?.ProcessorName));
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{name}.md");
        File.WriteAllText(file, report.GetLog().ReplaceLineEndings("\n").Trim() + "\n");
        return file;
    }

    /// <summary><c>Apple M3 Pro</c> to <c>apple-m3-pro</c>.</summary>
    internal static string CpuFolder(string? processor) =>
        OtherThanWord().Replace((processor ?? "unknown").ToLowerInvariant().Replace("(r)", "", StringComparison.Ordinal).Replace("(tm)", "", StringComparison.Ordinal), "-").Trim('-');

    internal static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MlOps.Generators.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No MlOps.Generators.sln above the benchmarks: run them from a checkout.");
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex OtherThanWord();
}
