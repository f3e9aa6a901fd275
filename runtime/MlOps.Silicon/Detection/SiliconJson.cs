using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlOps.Silicon.Detection;

/// <summary>The detection document; see docs/silicon.md.</summary>
internal static class SiliconJson
{
    public static string Write(SiliconInfo info, bool isIndented = true)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Indented = isIndented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            Write(writer, info);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter writer, SiliconInfo info)
    {
        writer.WriteStartObject();
        Write(writer, info.OperatingSystem);
        Write(writer, info.Cpu);
        Write(writer, info.Memory);
        WriteList(writer, "gpus", info.Gpus, Write);
        if (info.NeuralEngine is { } engine)
        {
            writer.WriteStartObject("neural_engine");
            Text(writer, "name", engine.Name);
            Number(writer, "core_count", engine.CoreCount);
            writer.WriteEndObject();
        }

        if (info.Limits is { } limits)
        {
            writer.WriteStartObject("limits");
            Text(writer, "source", limits.Source);
            Number(writer, "cpus", limits.Cpus);
            Number(writer, "memory_bytes", limits.Memory);
            writer.WriteEndObject();
        }

        Text(writer, "container", info.Container);
        Text(writer, "hypervisor", info.Hypervisor);
        Write(writer, info.Dotnet);
        WriteList(writer, "advice", info.Advice, static (writer, advice) =>
        {
            Text(writer, "name", advice.Name);
            Text(writer, "value", advice.Value);
            Text(writer, "reason", advice.Reason);
        });
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, OperatingSystemInfo system)
    {
        writer.WriteStartObject("os");
        Text(writer, "name", system.Name);
        Text(writer, "version", system.Version);
        Text(writer, "kernel", system.Kernel);
        Text(writer, "architecture", system.Architecture);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, CpuInfo cpu)
    {
        writer.WriteStartObject("cpu");
        Text(writer, "model", cpu.Model);
        Text(writer, "vendor", cpu.Vendor);
        Text(writer, "chip", cpu.Chip);
        Text(writer, "variant", cpu.Variant);
        Number(writer, "logical_count", cpu.LogicalCount);
        Number(writer, "core_count", cpu.CoreCount);
        Number(writer, "package_count", cpu.PackageCount);
        Number(writer, "cluster_count", cpu.ClusterCount);
        Number(writer, "numa_node_count", cpu.NumaNodeCount);
        WriteList(writer, "core_classes", cpu.CoreClasses, static (writer, cores) =>
        {
            Text(writer, "name", cores.Name);
            Number(writer, "core_count", cores.CoreCount);
            Number(writer, "logical_count", cores.LogicalCount);
            Text(writer, "processors", cores.Processors);
            Number(writer, "max_frequency_hz", cores.MaxFrequency);
            WriteList(writer, "caches", cores.Caches, static (writer, cache) =>
            {
                Text(writer, "name", cache.Name);
                Number(writer, "size_bytes", cache.Size);
                Number(writer, "shared_by", cache.SharedBy);
            });
        });
        if (cpu.Features.Count > 0)
        {
            writer.WriteStartArray("features");
            foreach (var feature in cpu.Features)
            {
                writer.WriteStringValue(feature);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MemoryInfo memory)
    {
        writer.WriteStartObject("memory");
        Number(writer, "total_bytes", memory.Total);
        Number(writer, "available_bytes", memory.Available);
        Text(writer, "bandwidth_class", memory.BandwidthClass);
        writer.WriteBoolean("is_unified", memory.IsUnified);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, GpuInfo gpu)
    {
        writer.WriteNumber("index", gpu.Index);
        Text(writer, "vendor", gpu.Vendor);
        Text(writer, "name", gpu.Name);
        Text(writer, "uuid", gpu.Uuid);
        Number(writer, "core_count", gpu.CoreCount);
        Number(writer, "memory_bytes", gpu.Memory);
        Text(writer, "driver", gpu.Driver);
        Number(writer, "power_limit_watts", gpu.PowerLimit);
        Number(writer, "partitions", gpu.Partitions);
    }

    private static void Write(Utf8JsonWriter writer, DotnetInfo dotnet)
    {
        writer.WriteStartObject("dotnet");
        Text(writer, "version", dotnet.Version);
        Text(writer, "architecture", dotnet.Architecture);
        writer.WriteString("gc", dotnet.IsServerGc ? "server" : "workstation");
        writer.WriteBoolean("concurrent_gc", dotnet.IsConcurrentGc);
        writer.WriteBoolean("native_aot", dotnet.IsNativeAot);
        Number(writer, "processor_count", dotnet.ProcessorCount);
        Number(writer, "memory_limit_bytes", dotnet.MemoryLimit);
        writer.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number and > 0 && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number and > 0) // Nothing here is zero; what is, is not known.
        {
            writer.WriteNumber(name, number);
        }
    }
}
