using System.Text.Json;

namespace MlOps.Tests.Detection;

public sealed class SiliconJsonTests
{
    [Fact]
    public void WhatIsNotKnownIsLeftOut()
    {
        using var document = JsonDocument.Parse((AdvisorTests.Machine(new CpuInfo()) with { Memory = new(null, 0, " ", false), Gpus = [new() { Vendor = "Intel", PowerLimit = double.NaN }] }).ToJson());
        Assert.Equal(["os", "cpu", "memory", "gpus", "dotnet"], Keys(document.RootElement));
        Assert.Empty(Keys(document.RootElement.GetProperty("cpu")));
        Assert.Equal(["is_unified"], Keys(document.RootElement.GetProperty("memory")));
        Assert.Equal(["index", "vendor"], Keys(document.RootElement.GetProperty("gpus")[0]));
    }

    [Fact]
    public void AllThatIsKnownHasItsKey()
    {
        var machine = AdvisorTests.Machine(new CpuInfo
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
            CoreClasses = [new() { Name = "Performance", CoreCount = 12, LogicalCount = 12, Processors = "0-11", MaxFrequency = 4_512_000_000, Caches = [new("L2", 16 << 20, 6)] }],
            Features = ["NEON", "SME2"],
        }) with
        {
            Memory = new(64L << 30, 32L << 30, "546 GB/s", IsUnified: true),
            Gpus = [new() { Vendor = "Apple", Name = "Apple \"M4\" <Max>", Uuid = "1", CoreCount = 40, Memory = 1, Driver = "2", PowerLimit = 55.5, Partitions = 2 }],
            NeuralEngine = new("Apple Neural Engine", 16),
            Limits = new("cgroup v2", 2.5, 1 << 30),
            Container = "docker",
            Hypervisor = "KVM",
            Advice = [new("precision", "bfloat16", "It is so.")],
        };
        using var document = JsonDocument.Parse(machine.ToJson());
        var root = document.RootElement;

        Assert.Equal(["os", "cpu", "memory", "gpus", "neural_engine", "limits", "container", "hypervisor", "dotnet", "advice"], Keys(root));
        Assert.Equal(["model", "vendor", "chip", "variant", "logical_count", "core_count", "package_count", "cluster_count", "numa_node_count", "core_classes", "features"], Keys(root.GetProperty("cpu")));
        Assert.Equal(["name", "core_count", "logical_count", "processors", "max_frequency_hz", "caches"], Keys(root.GetProperty("cpu").GetProperty("core_classes")[0]));
        Assert.Equal(["total_bytes", "available_bytes", "bandwidth_class", "is_unified"], Keys(root.GetProperty("memory")));
        Assert.Equal(["index", "vendor", "name", "uuid", "core_count", "memory_bytes", "driver", "power_limit_watts", "partitions"], Keys(root.GetProperty("gpus")[0]));
        Assert.Equal((0, "Apple \"M4\" <Max>"), (root.GetProperty("gpus")[0].GetProperty("index").GetInt32(), root.GetProperty("gpus")[0].GetProperty("name").GetString()));
        Assert.Equal((2.5, 1L << 30), (root.GetProperty("limits").GetProperty("cpus").GetDouble(), root.GetProperty("limits").GetProperty("memory_bytes").GetInt64()));
        Assert.Equal(["version", "architecture", "gc", "concurrent_gc", "native_aot", "processor_count", "memory_limit_bytes"], Keys(root.GetProperty("dotnet")));
    }

    [Fact]
    public void ThisMachineHasNoNullNoZeroAndNoEmptyText()
    {
        using var document = JsonDocument.Parse(SiliconInfo.Current.ToJson());
        Check(document.RootElement, "");

        static void Check(JsonElement element, string path)
        {
            Assert.NotEqual(JsonValueKind.Null, element.ValueKind);
            Assert.False(element.ValueKind == JsonValueKind.Number && element.GetDouble() == 0 && !path.EndsWith("/index", StringComparison.Ordinal), path);
            Assert.False(element.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(element.GetString()), path);
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in element.EnumerateObject())
                {
                    Check(property.Value, $"{path}/{property.Name}");
                }
            }
            else if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                {
                    Check(item, path);
                }
            }
        }
    }

    private static string[] Keys(JsonElement element) => [.. element.EnumerateObject().Select(static property => property.Name)];
}
