using CsCheck;
using MlOps.Silicon.Drm;
using MlOps.Silicon.Sampling;

namespace MlOps.Tests.Drm;

public sealed class DrmUsageTests
{
    private const string Amdgpu = """
        pos:	0
        flags:	02100002
        mnt_id:	24
        ino:	1181
        drm-driver:	amdgpu
        drm-client-id:	41
        drm-pdev:	0000:09:00.0
        pasid:	32771
        drm-total-cpu:	0
        drm-total-vram:	3000 MiB
        drm-shared-vram:	16 MiB
        drm-resident-vram:	2048 MiB
        drm-memory-vram:	2097152 KiB
        drm-resident-gtt:	8 MiB
        drm-engine-gfx:	1500000000 ns
        drm-engine-compute:	4000000000 ns
        drm-engine-dma:	9000000000 ns
        """;

    private const string Xe = """
        drm-driver:	xe
        drm-client-id:	7
        drm-pdev:	0000:03:00.0
        drm-total-vram0:	23992 KiB
        drm-shared-vram0:	16 KiB
        drm-cycles-rcs:	28257900
        drm-total-cycles-rcs:	7655183225
        drm-cycles-ccs:	1000
        drm-total-cycles-ccs:	7655183225
        drm-engine-capacity-ccs:	4
        """;

    [Fact]
    public void WhatAmdgpuWritesIsReadOnce()
    {
        var usage = Usage(Amdgpu);
        Assert.Equal(1_500_000_000ul, usage.Graphics.Time);
        Assert.Equal(4_000_000_000ul, usage.Compute.Time);
        Assert.Equal(2048ul << 20, usage.Memory);
        Assert.Equal("0000:09:00.0"u8, DrmUsage.Value(System.Text.Encoding.UTF8.GetBytes(Amdgpu), "drm-pdev"u8));
    }

    [Fact]
    public void WhatXeWritesIsCycles()
    {
        var usage = Usage(Xe);
        Assert.Equal(28_257_900ul, usage.Graphics.Cycles);
        Assert.Equal(7_655_183_225ul, usage.Graphics.TotalCycles);
        Assert.Equal(4ul, usage.Compute.Capacity);
        Assert.Equal(23_992ul << 10, usage.Memory);
    }

    [Fact]
    public void WhatI915WritesIsItsRenderEngine()
    {
        var usage = Usage("drm-driver: i915\ndrm-engine-render:\t25662044495 ns\ndrm-engine-video:\t5 ns\ndrm-engine-capacity-video:\t2\ndrm-total-local0:\t1024 KiB\ndrm-total-system0:\t999 MiB\n");
        Assert.Equal(25_662_044_495ul, usage.Graphics.Time);
        Assert.Equal(0ul, usage.Graphics.Capacity);
        Assert.Equal(1ul << 20, usage.Memory);
    }

    [Fact]
    public void FilesAreAddedUpButNotTheirClock()
    {
        var usage = Usage(Xe);
        usage.Add(System.Text.Encoding.UTF8.GetBytes(Xe));
        Assert.Equal(2 * 28_257_900ul, usage.Graphics.Cycles);
        Assert.Equal(7_655_183_225ul, usage.Graphics.TotalCycles);
    }

    [Fact]
    public void TextOfOtherFilesAndHalfLinesAddNothing() =>
        Gen.String.Sample(static text => Assert.Equal(default, Usage(text.Replace("drm-", "", StringComparison.Ordinal))));

    [Fact]
    public void AShareIsThatOfTheBusiestEngine()
    {
        var share = new DrmShare();
        var usage = new DrmUsage { Graphics = new() { Time = 5_000_000_000 }, Compute = new() { Time = 1_000_000_000 } };
        Assert.Equal(double.NaN, share.Percent(usage, new Moment(10)));
        usage.Graphics.Time += 500_000_000;
        usage.Compute.Time += 1_500_000_000;
        Assert.Equal(75, share.Percent(usage, new Moment(12)));
        usage.Compute.Time += 10_000_000_000; // Several files of one process at once.
        Assert.Equal(100, share.Percent(usage, new Moment(13)));
    }

    [Fact]
    public void AShareOfCyclesNeedsNoClockOfOurs()
    {
        var share = new DrmShare();
        var usage = new DrmUsage { Compute = new() { Cycles = 100, TotalCycles = 1000, Capacity = 4 } };
        share.Percent(usage, new Moment(1));
        usage.Compute.Cycles += 200;
        usage.Compute.TotalCycles += 100;
        Assert.Equal(50, share.Percent(usage, new Moment(2)));
    }

    [Fact]
    public void AFileThatWasClosedMakesNoNegativeShare()
    {
        var share = new DrmShare();
        share.Percent(new DrmUsage { Graphics = new() { Time = 5_000_000_000 } }, new Moment(1));
        Assert.Equal(0, share.Percent(default, new Moment(2)));
    }

    private static DrmUsage Usage(string text)
    {
        DrmUsage usage = default;
        usage.Add(System.Text.Encoding.UTF8.GetBytes(text));
        return usage;
    }
}
