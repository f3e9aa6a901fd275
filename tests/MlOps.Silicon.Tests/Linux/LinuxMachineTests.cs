using System.Diagnostics;
using System.Globalization;
using MlOps.Silicon.Linux;
using MlOps.Silicon.Sampling;

namespace MlOps.Tests.Linux;

/// <summary>The real samplers, on this machine, beside what its files say when they are read in another way.</summary>
public sealed class LinuxMachineTests
{
    private const string OnlyLinux = "This machine is no Linux.";

    [Fact]
    public void MemoryIsWhatTheKernelSays()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        var (table, values) = Sampled(new MemorySampler("/proc/meminfo"));
        var lines = File.ReadLines("/proc/meminfo").Select(static line => line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries)).ToDictionary(static parts => parts[0], static parts => double.Parse(parts[1], CultureInfo.InvariantCulture) * 1024);
        var used = lines["MemTotal"] - lines["MemAvailable"];

        Assert.Equal(used / 1e6, Value("system_memory_usage_megabytes"), 0.1 * lines["MemTotal"] / 1e6); // Others work on this machine, too.
        Assert.Equal(used / lines["MemTotal"] * 100, Value("system_memory_usage_percentage"), 10.0);
        Assert.Equal((lines["SwapTotal"] - lines["SwapFree"]) / 1e6, Value("swap_usage_megabytes"), 100.0);

        double Value(string name) => values[Slot(table, name)];
    }

    [Fact]
    public void TheProcessIsThisOne()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using var sampler = new ProcessSampler("/proc/self/stat");
        var table = new MetricTable();
        Assert.Null(sampler.Probe(table));
        var values = new double[table.Metrics.Count];
        var clock = Stopwatch.StartNew();
        sampler.Sample(new Moment(clock.Elapsed.TotalSeconds), values);
        var before = Environment.CpuUsage.TotalTime;
        while ((Environment.CpuUsage.TotalTime - before).TotalSeconds < 0.3)
        {
            Thread.SpinWait(1000);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        sampler.Sample(new Moment(seconds), values);
        using var process = Process.GetCurrentProcess();

        Assert.InRange(values[Slot(table, "process_cpu_percentage")], 0.2 / seconds * 100, (0.5 + (Environment.CpuUsage.TotalTime - before).TotalSeconds) / seconds * 100);
        Assert.InRange(values[Slot(table, "process_memory_rss_megabytes")], process.WorkingSet64 / 1e6 * 0.7, process.WorkingSet64 / 1e6 * 1.3);
        Assert.InRange(values[Slot(table, "process_threads")], process.Threads.Count - 5, process.Threads.Count + 5);
    }

    [Fact]
    public void ABusyProcessorShows()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using var exact = new CpuSampler("/proc/stat", static () => CoreClasses.None);
        using var lite = new IdleSampler("/proc/uptime", static () => LinuxTopology.Read("/").LogicalCount);
        var (exactTable, liteTable) = (new MetricTable(), new MetricTable());
        Assert.Null(exact.Probe(exactTable));
        Assert.Null(lite.Probe(liteTable));
        double[] one = new double[exactTable.Metrics.Count], other = new double[liteTable.Metrics.Count];
        var clock = Stopwatch.StartNew();
        Sample();
        while (clock.Elapsed.TotalSeconds < 0.5)
        {
            Thread.SpinWait(1000);
        }

        Sample();

        // One of the processors was busy with this; what else there was does not matter.
        var least = 80.0 / LinuxTopology.Read("/").LogicalCount;
        Assert.InRange(one[Slot(exactTable, "cpu_utilization_percentage")], least, 100);
        Assert.InRange(other[Slot(liteTable, "cpu_utilization_percentage")], least, 100);
        Assert.InRange(one[Slot(exactTable, "cpu_steal_percentage")], 0, 100);

        void Sample()
        {
            var now = new Moment(clock.Elapsed.TotalSeconds);
            exact.Sample(now, one);
            lite.Sample(now, other);
        }
    }

    [Fact]
    public void WhatWentOverTheNetworkIsCounted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        var (table, values) = Sampled(new NetworkSampler("/proc/net/dev"));
        var lines = File.ReadLines("/proc/net/dev").Where(static line => line.Contains(':')).Select(static line => line[(line.IndexOf(':') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();

        Assert.Equal(lines.Sum(static parts => double.Parse(parts[0], CultureInfo.InvariantCulture)) / 1e6, values[Slot(table, "network_receive_megabytes")], 5.0);
        Assert.Equal(lines.Sum(static parts => double.Parse(parts[8], CultureInfo.InvariantCulture)) / 1e6, values[Slot(table, "network_transmit_megabytes")], 5.0);
    }

    [Fact]
    public void TheDiskIsAsFullAsDotnetSays()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        var (table, values) = Sampled(new DiskSpaceSampler());
        var disk = new DriveInfo("/");
        Assert.Equal(disk.AvailableFreeSpace / 1e6, values[Slot(table, "disk_available_megabytes")], 500.0);
        Assert.Equal((disk.TotalSize - disk.TotalFreeSpace) / 1e6, values[Slot(table, "disk_usage_megabytes")], 500.0);
    }

    [Fact]
    public void AllSourcesOfThisMachineTogetherAllocateNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using var lane = new Lane([.. LinuxSamplers.Full("/"), .. LinuxSamplers.Lite("/")]);
        var seconds = 0.0;
        lane.Sample(new Moment(seconds));
        Assert.NotEmpty(lane.Present);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                lane.Sample(new Moment(seconds += 20));
            }
        }));
    }

    [Fact]
    public void AListOfMoreThanAPageIsReadToItsEnd()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using var file = SystemFile.TryOpen("/proc/self/maps")!; // A line a mapped library: long in any .NET process.
        var (one, all) = (new byte[1 << 20], new byte[1 << 20]);
        var first = file.Read(one).Length;
        Assert.InRange(first, 1, 4096);
        Assert.True(file.ReadPages(all).Length > first);
    }

    [Fact]
    public void WhatIsAbsentSaysWhy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using var lane = new Lane(LinuxSamplers.Full("/"));
        lane.Probe();
        Assert.All(lane.Absent, static source => Assert.NotEmpty(source.Reason));
        Assert.Equal(LinuxSamplers.Full("/").Count(), lane.Absent.Count + lane.Present.Count());
    }

    private static (MetricTable Table, double[] Values) Sampled(ISampler sampler)
    {
        using (sampler)
        {
            var table = new MetricTable();
            Assert.Null(sampler.Probe(table));
            var values = new double[table.Metrics.Count];
            sampler.Sample(new Moment(1), values);
            return (table, values);
        }
    }

    private static int Slot(MetricTable table, string name)
    {
        Assert.True(table.TryFind(name, out var slot), $"There is no {name}.");
        return slot;
    }
}
