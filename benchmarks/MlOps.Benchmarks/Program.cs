using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Running;
using MlOps.Benchmarks;
using MlOps.Benchmarks.Mlflow;
using MlOps.Benchmarks.Monitoring;
using MlOps.Benchmarks.Search;
using MlOps.Benchmarks.Silicon;
using MlOps.Benchmarks.WholeProcess;

const string Keep = "--keep";

if (args is [Durable.Name, .. var durable])
{
    return Durable.Execute(durable);
}

if (args is [StepOverhead.Name, .. var pairs])
{
    return StepOverhead.Execute(pairs);
}

if (args is [BuildPairs.Name, .. var builds])
{
    return BuildPairs.Execute(builds);
}

switch (args)
{
    case [SampleCost.Name, .. var options]:
        return SampleCost.Execute(options);
    case [SamplerLoad.Name, .. var options]:
        return SamplerLoad.Execute(options);
    case [SampledSteps.Name, .. var options]:
        return SampledSteps.Execute(options);
    case [StartUp.Name, .. var options]:
        return StartUp.Execute(options);
    case [StartUp.Child, .. var options]:
        return StartUp.ExecuteChild(options);
    case [DeliveredPoints.Name, .. var options]:
        return DeliveredPoints.Execute(options);
    case [DeliveredSteps.Name, .. var options]:
        return DeliveredSteps.Execute(options);
    case [UploadedArtifact.Name, .. var options]:
        return UploadedArtifact.Execute(options);
    case [UploadedArtifact.Child, .. var options]:
        return await UploadedArtifact.ExecuteChildAsync(options);
    case [SinkServer.Child, .. var options]:
        return SinkServer.ExecuteChild(options);
    case [FalseAlarms.Name, .. var options]:
        return FalseAlarms.Execute(options);
    case [Power.Name, .. var options]:
        return Power.Execute(options);
    case [StreamedProfile.Name, .. var options]:
        return StreamedProfile.Execute(options);
    case [StreamedProfile.Child, var what, var file]:
        return StreamedProfile.ExecuteChild(what, file);
    case [ExactDrift.Name]:
        return ExactDrift.Execute();
    case [ExactDrift.Child]:
        return ExactDrift.ExecuteChild();
    case [ProfileCost.Name]:
        return ProfileCost.Execute();
    case [QualityCost.Name]:
        return QualityCost.Execute();
    case [RunSearches.Name, .. var options]:
        return RunSearches.Execute(options);
    case ["monitoring-observe"]:
        BenchmarkRunner.Run<ObservedRow>();
        return 0;
    case ["silicon-step"]:
        BenchmarkRunner.Run<GovernorStep>(); // Of nanoseconds: the usual job, not the one of batches.
        return 0;
}

// An iteration is one batch, since the ring is emptied between two; it is short, so there are many. A method that is called
// once in an iteration is optimized late: without the usual delay, warming up is long enough for the final code.
var job = Job.Default
    .WithLaunchCount(3).WithWarmupCount(100).WithIterationCount(50).WithInvocationCount(1).WithUnrollFactor(1)
    .WithEnvironmentVariable("DOTNET_TC_CallCountingDelayMs", "0")
    .WithId("Batches");

var config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddExporter(MarkdownExporter.GitHub)
    .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.FastestToSlowest))
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
    // What a build pays is in milliseconds and has a table of its own.
    var name = all.BenchmarksCases.All(static benchmark => benchmark.Descriptor.Type == typeof(WeaveAssembly)) ? "weaver" : "hot-path";
    Console.WriteLine($"Kept in {ResultFile.Write(all, name)}");
}

return 0;
