using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using MlOps.Benchmarks;

const string Keep = "--keep";

// An iteration is one batch, since the ring is emptied between two; it is short, so there are many.
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.Default.WithLaunchCount(3).WithWarmupCount(100).WithIterationCount(50).WithInvocationCount(1).WithUnrollFactor(1))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddExporter(MarkdownExporter.GitHub)
    .AddLogger(ConsoleLogger.Default)
    .WithOptions(ConfigOptions.JoinSummary); // One table, so that every ratio has the bare ring as its base.

var summaries = BenchmarkSwitcher
    .FromAssembly(typeof(RingFloor).Assembly)
    .Run([.. args.Where(static argument => argument != Keep)], config)
    .ToArray();

if (summaries.Any(static summary => summary.HasCriticalValidationErrors || summary.Reports.Any(static report => !report.Success)))
{
    return 3;
}

if (args.Contains(Keep) && summaries is [var all])
{
    Console.WriteLine($"Kept in {ResultFile.Write(all, "hot-path")}");
}

return 0;
