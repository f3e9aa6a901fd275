using System.Text.Json;
using MlOps.Silicon.Detection;

namespace MlOps.Tests.Docs;

/// <summary>The page of the machine names every key of the document, and no other.</summary>
public sealed class JsonDocumentTests
{
    [Fact]
    public void TheKeysOfTheDocumentAreThoseOfThePage()
    {
        using var document = JsonDocument.Parse(Everything.ToJson());
        var told = SiliconPage.Rows("### The JSON document").Select(static row => row[0]).Where(static key => key != "key");
        Assert.Equal(told, Keys(document.RootElement, ""));
    }

    [Fact]
    public void WhatIsAdvisedIsOnThePage()
    {
        var told = SiliconPage.Rows("## What the machine is made of").TakeWhile(static row => row[0] != "option").Select(static row => row[0]).ToHashSet();
        Assert.All([.. Advisor.Advise(Everything), .. Advisor.Advise(SiliconInfo.Current)], advice => Assert.Contains(advice.Name, told));
    }

    /// <summary>A machine of which all is known; there is none like it.</summary>
    private static SiliconInfo Everything => new()
    {
        OperatingSystem = new("macOS", "15.3", "Darwin 24.3.0", "arm64"),
        Cpu = new()
        {
            Model = "Apple M4 Max",
            Vendor = "Apple",
            Chip = "M4",
            Variant = "Max",
            LogicalCount = 16,
            CoreCount = 16,
            PackageCount = 1,
            ClusterCount = 3,
            NumaNodeCount = 1,
            CoreClasses =
            [
                new() { Name = "Performance", CoreCount = 12, LogicalCount = 12, Processors = "0-11", MaxFrequency = 4_512_000_000, Caches = [new("L2", 16 << 20, 6)] },
                new() { Name = "Efficiency", CoreCount = 4, LogicalCount = 4 },
            ],
            Features = ["NEON", "SME2"],
        },
        Memory = new(64L << 30, 48L << 30, "546 GB/s", IsUnified: true),
        Gpus = [new() { Vendor = "Apple", Name = "Apple M4 Max", Uuid = "0", CoreCount = 40, Memory = 48L << 30, Driver = "AGX", PowerLimit = 60, Partitions = 2 }],
        NeuralEngine = new("Apple Neural Engine", 16),
        Limits = new("cgroup v2", 2.5, 8L << 30),
        Container = "docker",
        Hypervisor = "KVM",
        Dotnet = new(".NET 10.0.12", "arm64", IsServerGc: false, IsConcurrentGc: true, IsNativeAot: false, 12, 8L << 30),
        Advice = [new("gc", "workstation", "The collector in use fits.")],
    };

    private static IEnumerable<string> Keys(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Keys(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
        JsonValueKind.Array => element.EnumerateArray().Take(1).SelectMany(item => Keys(item, path + "[]")),
        _ => [path],
    };
}
