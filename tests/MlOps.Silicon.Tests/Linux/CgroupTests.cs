using System.Globalization;
using MlOps.Silicon.Linux;

namespace MlOps.Tests.Linux;

public sealed class CgroupTests : IDisposable
{
    private const string Folder = "sys/fs/cgroup/";

    private readonly LinuxTree _tree = new();

    public void Dispose() => _tree.Dispose();

    public static TheoryData<string> Cases => ["limits", "cpuset-tighter", "unbounded", "v1-only"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheCapturedCasesAreReadAsExpected(string name)
    {
        var row = File.ReadLines(Path.Combine(LinuxTree.Captured("cgroup-v2"), "samples.tsv")).Select(static line => line.Split('\t')).Single(cells => cells[0] == name);
        _tree["proc/self/cgroup"] = row[1];
        _tree["proc/self/mountinfo"] = row[2] == "-" ? "" : Second(row[2]);
        var leaf = Folder + row[1].Split(':')[2][(row[2] is "/" or "-" ? 1 : row[2].Length)..].TrimStart('/') + "/";
        if (row[2] != "-")
        {
            _tree[leaf + "memory.max"] = row[3];
            _tree[leaf + "cpu.max"] = row[4];
            _tree[leaf + "memory.current"] = "1000";
        }

        _tree["proc/self/status"] = $"Name:\tdotnet\nCpus_allowed_list:\t{row[5]}";
        _tree["sys/devices/system/cpu/online"] = $"0-{int.Parse(row[6], CultureInfo.InvariantCulture) - 1}";
        var limits = LinuxDetection.Detect(_tree.Root).Limits;

        Assert.Equal(row[7], limits?.Memory?.ToString(CultureInfo.InvariantCulture) ?? "none");
        Assert.Equal(row[8], limits?.Cpus?.ToString(CultureInfo.InvariantCulture) ?? "none");
    }

    [Fact]
    public void TheCapturedHostWithBothVersionsHasNoLimits()
    {
        var cgroup = Cgroup.Find(LinuxTree.Captured("this-machine"));
        Assert.NotNull(cgroup);
        Assert.Null(cgroup.Cpu);
        Assert.Null(cgroup.Memory);
    }

    [Fact]
    public void AGroupFurtherUpMayAllowLess()
    {
        Membership("0::/kubepods/pod1/box", "/");
        _tree[Folder + "kubepods/pod1/box/cpu.max"] = "max 100000";
        _tree[Folder + "kubepods/pod1/box/memory.max"] = "4000000000";
        _tree[Folder + "kubepods/pod1/cpu.max"] = "150000 100000";
        _tree[Folder + "kubepods/pod1/memory.max"] = "2000000000";
        _tree[Folder + "kubepods/cpu.max"] = "800000 100000";
        _tree[Folder + "kubepods/memory.max"] = "max";
        var cgroup = Cgroup.Find(_tree.Root)!;
        Assert.Equal((1.5, 2000000000L), (cgroup.Cpu!.Value, cgroup.Memory!.Value));

        // What fills up is the group that has the limit, and others than ours may fill it.
        _tree[Folder + "kubepods/pod1/box/memory.current"] = "100000000";
        _tree[Folder + "kubepods/pod1/memory.current"] = "1500000000";
        _tree[Folder + "kubepods/pod1/cpu.stat"] = "usage_usec 0\nthrottled_usec 0";
        using var sampler = new SamplerHarness(new CgroupSampler(() => cgroup));
        sampler.Sample(1);
        _tree[Folder + "kubepods/pod1/cpu.stat"] = "usage_usec 750000\nthrottled_usec 0";
        sampler.Sample(2);
        Assert.Equal(75, sampler["container_memory_percentage"], 1e-9);
        Assert.Equal(50, sampler["container_cpu_percentage"], 1e-9);
    }

    [Fact]
    public void AHostWithBothVersionsMayLimitTheMemoryByOneAndTheProcessorsByTheOther()
    {
        _tree["proc/self/cgroup"] = "4:memory:/job\n0::/job";
        _tree["proc/self/mountinfo"] = """
            35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
            """;
        _tree[Folder + "memory/job/memory.limit_in_bytes"] = "8000000";
        _tree[Folder + "unified/job/cpu.max"] = "200000 100000";
        var cgroup = Cgroup.Find(_tree.Root)!;
        Assert.Equal((1, 8000000L, 2, 2.0, "cgroup v1 and v2"), (cgroup.Memory!.Version, cgroup.Memory.Value, cgroup.Cpu!.Version, cgroup.Cpu.Value, cgroup.Name));

        _tree[Folder + "memory/job/memory.usage_in_bytes"] = "2000000";
        _tree[Folder + "unified/job/cpu.stat"] = "usage_usec 0\nthrottled_usec 0";
        using var sampler = new SamplerHarness(new CgroupSampler(() => cgroup));
        sampler.Sample(1);
        _tree[Folder + "unified/job/cpu.stat"] = "usage_usec 1000000\nthrottled_usec 0";
        sampler.Sample(2);
        Assert.Equal(25, sampler["container_memory_percentage"], 1e-9);
        Assert.Equal(50, sampler["container_cpu_percentage"], 1e-9);
    }

    [Fact]
    public void OfTwoGroupsWithOneLimitTheOneFurtherUpFillsFirst()
    {
        Membership("0::/pod/box", "/");
        _tree[Folder + "pod/box/memory.max"] = "1000000";
        _tree[Folder + "pod/memory.max"] = "1000000";
        Assert.EndsWith("/pod", Cgroup.Find(_tree.Root)!.Memory!.Folder, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTimeOfAnotherGroupIsNotOurs()
    {
        FirstVersion("/job");
        _tree["proc/self/cgroup"] = "4:memory:/job\n2:cpuacct:/other\n1:cpu:/job";
        _tree[Folder + "cpu/job/cpu.cfs_quota_us"] = "200000";
        _tree[Folder + "cpu/job/cpu.cfs_period_us"] = "100000";
        _tree[Folder + "cpuacct/other/cpuacct.usage"] = "1000000000";
        Assert.Null(Cgroup.Find(_tree.Root)!.CpuUsageFolder);
    }

    [Fact]
    public void AContainerSeesItsOwnPartOfTheTree()
    {
        Membership("0::/docker/abc/inner", "/docker/abc");
        _tree[Folder + "inner/memory.max"] = "1000000";
        _tree[Folder + "inner/cpu.max"] = "50000 100000";
        Assert.Equal((0.5, 1000000L), (Cgroup.Find(_tree.Root)!.Cpu!.Value, Cgroup.Find(_tree.Root)!.Memory!.Value));
    }

    [Theory]
    [InlineData("0::/../../other")]
    [InlineData("0::/..")]
    [InlineData("0::/gone")]
    public void APathThatLeadsOutOfWhatIsMountedIsNotFollowed(string membership)
    {
        Membership(membership, "/");
        _tree[Folder + "memory.max"] = "1000000";
        _tree["sys/fs/memory.max"] = "1";
        _tree["other/memory.max"] = "1";
        Assert.Equal(1000000, Cgroup.Find(_tree.Root)!.Memory!.Value);
    }

    [Fact]
    public void DotsInANameAreNoWayUp()
    {
        Membership("0::/job..1", "/");
        _tree[Folder + "job..1/memory.max"] = "1000000";
        Assert.Equal(1000000, Cgroup.Find(_tree.Root)!.Memory!.Value);
    }

    [Fact]
    public void ASpaceInThePathOfAMountIsOne()
    {
        _tree["proc/self/cgroup"] = "0::/";
        _tree["proc/self/mountinfo"] = @"40 31 0:38 / /my\040groups rw - cgroup2 cgroup2 rw";
        _tree["my groups/memory.max"] = "1000000";
        Assert.Equal(1000000, Cgroup.Find(_tree.Root)!.Memory!.Value);
    }

    [Fact]
    public void VersionOneKeepsLimitAndCountInFoldersOfTheirOwn()
    {
        FirstVersion("/job/1");
        _tree[Folder + "cpuacct/job/1/cpuacct.usage"] = "5";
        _tree[Folder + "cpu/job/1/cpu.cfs_quota_us"] = "-1";
        _tree[Folder + "cpu/job/1/cpu.cfs_period_us"] = "100000";
        _tree[Folder + "cpu/job/cpu.cfs_quota_us"] = "250000";
        _tree[Folder + "cpu/job/cpu.cfs_period_us"] = "100000";
        _tree[Folder + "cpu/job/cpu.stat"] = "nr_periods 0\nnr_throttled 0\nthrottled_time 0";
        _tree[Folder + "cpuacct/job/cpuacct.usage"] = "1000000000";
        _tree[Folder + "memory/job/1/memory.limit_in_bytes"] = "9223372036854771712";
        _tree[Folder + "memory/job/memory.limit_in_bytes"] = "8000000";
        _tree[Folder + "memory/job/memory.usage_in_bytes"] = "2000000";
        var cgroup = Cgroup.Find(_tree.Root)!;
        Assert.Equal((1, 2.5, 8000000L), (cgroup.Cpu!.Version, cgroup.Cpu.Value, cgroup.Memory!.Value));

        using var sampler = new SamplerHarness(new CgroupSampler(() => cgroup));
        sampler.Sample(1);
        _tree[Folder + "cpuacct/job/cpuacct.usage"] = "3500000000";
        _tree[Folder + "cpu/job/cpu.stat"] = "nr_periods 9\nnr_throttled 2\nthrottled_time 500000000";
        sampler.Sample(2);
        Assert.Equal(100, sampler["container_cpu_percentage"], 1e-9);
        Assert.Equal(50, sampler["container_cpu_throttled_percentage"], 1e-9);
        Assert.Equal(25, sampler["container_memory_percentage"], 1e-9);
        Assert.Equal(0, sampler.Allocated());
    }

    [Theory]
    [InlineData("9223372036854771712", null)] // Pages of 4 KiB.
    [InlineData("9223372036854710272", null)] // Of 64 KiB.
    [InlineData("9223372036854775807", null)]
    [InlineData("max", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("536870912", 536870912L)]
    public void WhatStandsForNoLimitIsNone(string? text, long? bytes) => Assert.Equal(bytes, Cgroup.ParseMemoryLimit(text));

    [Theory]
    [InlineData("400000 100000", 4.0)]
    [InlineData("50000 100000", 0.5)]
    [InlineData("150000", 1.5)]
    [InlineData("max 100000", null)]
    [InlineData("-1 100000", null)]
    [InlineData("100000 0", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void ProcessorsAreAQuotaOfAPeriod(string? text, double? processors) => Assert.Equal(processors, Cgroup.ParseCpuMax(text));

    [Fact]
    public void ASystemWithoutGroupsSaysSo()
    {
        using var none = new SamplerHarness(new CgroupSampler(() => Cgroup.Find(_tree.Root)));
        Assert.Equal("this system has no control groups", none.Absence);
        Membership("0::/a", "/");
        _tree[Folder + "a/memory.max"] = "max";
        _tree[Folder + "a/memory.current"] = "5";
        using var unlimited = new SamplerHarness(new CgroupSampler(() => Cgroup.Find(_tree.Root)));
        Assert.Equal("no limit is set", unlimited.Absence);
    }

    [Fact]
    public void AGroupAtItsLimitIsAboutToBeEnded()
    {
        Membership("0::/a", "/");
        _tree[Folder + "a/memory.max"] = "1000";
        _tree[Folder + "a/memory.current"] = "940";
        _tree[Folder + "a/cpu.max"] = "200000 100000";
        _tree[Folder + "a/cpu.stat"] = "usage_usec 1000000\nuser_usec 5\nnr_throttled 0\nthrottled_usec 0";
        var sampler = new CgroupSampler(() => Cgroup.Find(_tree.Root));
        using var harness = new SamplerHarness(sampler);
        Assert.Equal("cgroup v2", sampler.Name);
        Assert.Equal(ThermalLevel.Nominal, Level(1));
        _tree[Folder + "a/memory.current"] = "960";
        Assert.Equal(ThermalLevel.Critical, Level(2));
        _tree[Folder + "a/memory.current"] = "10";
        _tree[Folder + "a/cpu.stat"] = "usage_usec 2000000\nuser_usec 5\nnr_throttled 9\nthrottled_usec 110000";
        Assert.Equal(ThermalLevel.Throttling, Level(3));
        Assert.Equal(50, harness["container_cpu_percentage"], 1e-9);
        _tree[Folder + "a/cpu.stat"] = "usage_usec 1\nthrottled_usec 0"; // Set anew.
        Assert.Equal(ThermalLevel.Nominal, Level(4));
        Assert.Equal(double.NaN, harness["container_cpu_percentage"]);

        ThermalLevel? Level(double seconds)
        {
            harness.Sample(seconds);
            return sampler.Level;
        }
    }

    private static string Second(string mountRoot) => $"40 31 0:38 {mountRoot} /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw";

    private void Membership(string text, string mountRoot)
    {
        _tree["proc/self/cgroup"] = text;
        _tree["proc/self/mountinfo"] = "22 27 0:21 / /proc rw - proc proc rw\n" + Second(mountRoot);
    }

    private void FirstVersion(string path)
    {
        _tree["proc/self/cgroup"] = $"4:memory:{path}\n2:cpuacct:{path}\n1:cpu:{path}\n0::/";
        _tree["proc/self/mountinfo"] = """
            32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
            33 31 0:30 / /sys/fs/cgroup/cpuacct rw - cgroup cgroup rw,cpuacct
            35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
            """;
    }
}
