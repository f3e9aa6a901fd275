using System.Globalization;
using MlOps.Silicon;
using MlOps.Silicon.Runs;
using MlOps.Silicon.Sampling;

namespace MlOps.Benchmarks.Silicon;

/// <summary>What all of the sampling takes of one core, once a second: the processor time of its two threads, as the kernel counts it in nanoseconds.</summary>
internal static class SamplerLoad
{
    public const string Name = "silicon-load";

    public static int Execute(string[] arguments)
    {
        var seconds = arguments is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 120;
        using var sampler = new SiliconSampler(Sources.Of(SiliconDetail.Full));
        var reader = new EverySecond();
        sampler.Subscribe(reader);
        Thread.Sleep(TimeSpan.FromSeconds(15)); // Probed, and compiled for good.
        var before = Threads();
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        var after = Threads();
        sampler.Unsubscribe(reader);

        Console.WriteLine("| thread | µs a second | % of one core |\n|---|---:|---:|");
        foreach (var (name, nanoseconds) in after)
        {
            var each = (nanoseconds - before.GetValueOrDefault(name)) / 1000.0 / seconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {each:0.0} | {each / 10_000:0.0000} |"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{seconds} s, {sampler.Fast.Table.Metrics.Count + sampler.Slow.Table.Metrics.Count} metrics of {sampler.Fast.Present.Count() + sampler.Slow.Present.Count()} sources"));
        return 0;
    }

    /// <summary>Processor time of the threads of sampling, in nanoseconds, by the first letters of their names, which is what the kernel keeps.</summary>
    internal static Dictionary<string, long> Threads() => Directory.EnumerateDirectories("/proc/self/task")
        .Select(static task => (Name: File.ReadAllText(Path.Combine(task, "comm")).Trim(), Task: task))
        .Where(static thread => thread.Name.StartsWith("MlOps silicon", StringComparison.Ordinal))
        .ToDictionary(static thread => thread.Name, static thread => long.Parse(File.ReadAllText(Path.Combine(thread.Task, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture));

    /// <summary>As a run reads, without the run.</summary>
    private sealed class EverySecond : ISampleReader
    {
        private readonly RunRecorder _recorder = new(new NoRun(), new(static () => Task.FromException<SiliconInfo>(new NotSupportedException())), null);

        public TimeSpan IntervalAt(TimeSpan age) => TimeSpan.FromSeconds(1);

        public void Read(in Moment now, SiliconSampler sampler) => _recorder.Read(now, sampler);
    }

    private sealed class NoRun : IObservedRun
    {
        public string RunId => "";

        public ThermalPolicy Thermal => ThermalPolicy.None;

        public void Log(string name, double value, long step)
        {
        }

        public void SetTag(string key, string value)
        {
        }

        public void LogText(string path, string text)
        {
        }
    }
}
