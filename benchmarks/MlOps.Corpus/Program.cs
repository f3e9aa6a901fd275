// dotnet run --project benchmarks/MlOps.Corpus -c Release -- FOLDER [--track] > hits.tsv
//
// FOLDER holds repositories, each in a folder of its own. With --track every method that looks like training gets [Tracked], for the
// rules about what is tracked. Every finding is a line `rule TAB place TAB line of code TAB message`; a
// summary by rule goes to the error stream. Exits with 1 when an analyzer crashed (AD0001).
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Reproducibility;
using MlOps.Corpus;
using MlOps.Generators.Tracking;

if (args is not [var folder, ..] || args.Skip(1).Any(static option => option != "--track"))
{
    Console.Error.WriteLine("Usage: MlOps.Corpus FOLDER [--track]; holds the repositories to look at.");
    return 2;
}

var root = Path.GetFullPath(folder);
ImmutableArray<DiagnosticAnalyzer> analyzers =
[
    .. new[] { typeof(UnseededRandomAnalyzer).Assembly, typeof(TrackedGenerator).Assembly }
        .SelectMany(static assembly => assembly.GetTypes())
        .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
        .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
];

var watch = Stopwatch.StartNew();
var (projects, files) = (0, 0);
var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
var seen = new HashSet<(string, string, string)>(); // Copies of a file count once.
foreach (var project in CorpusProject.Below(root))
{
    var (sources, diagnostics) = await project.AnalyzeAsync(analyzers, track: args.Length > 1);
    (projects, files) = (projects + 1, files + sources);
    foreach (var diagnostic in diagnostics)
    {
        var (place, line) = CorpusProject.Describe(diagnostic, root);
        if (seen.Add((diagnostic.Id, diagnostic.Location.SourceTree?.ToString() ?? "", place.Split(':')[^1])))
        {
            counts[diagnostic.Id] = counts.GetValueOrDefault(diagnostic.Id) + 1;
            Console.WriteLine($"{diagnostic.Id}\t{place}\t{line}\t{diagnostic.GetMessage(CultureInfo.InvariantCulture).ReplaceLineEndings(" ")}");
        }
    }
}

Console.Error.WriteLine($"{projects} projects, {files} files, {watch.Elapsed.TotalSeconds:F0} s");
foreach (var (rule, count) in counts)
{
    Console.Error.WriteLine($"{rule} {count}");
}

return counts.ContainsKey("AD0001") ? 1 : 0;
