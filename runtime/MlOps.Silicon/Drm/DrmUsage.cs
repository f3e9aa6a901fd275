using System.Buffers.Text;

namespace MlOps.Silicon.Drm;

/// <summary>What programs have had of a GPU, added up over the files that they opened it with (<c>/proc/…/fdinfo/…</c>).</summary>
internal record struct DrmUsage
{
    /// <summary>What the units for graphics did.</summary>
    public DrmEngine Graphics;

    /// <summary>What the units for computing did.</summary>
    public DrmEngine Compute;

    /// <summary>Bytes of the GPU's own memory.</summary>
    public ulong Memory;

    /// <summary>Adds the text of one file.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        ulong resident = 0, total = 0, memory = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (!line.StartsWith("drm-"u8) || line.IndexOf((byte)':') is var colon && colon < 0)
            {
                continue;
            }

            var key = line["drm-".Length..colon];
            var value = line[(colon + 1)..].Trim(" \t"u8);
            if (!Utf8Parser.TryParse(value, out ulong number, out var digits))
            {
                continue;
            }

            var bytes = number * Unit(value[digits..].Trim((byte)' '));
            _ = AddEngine(key, number)
                || AddMemory(key, "resident-"u8, bytes, ref resident)
                || AddMemory(key, "total-"u8, bytes, ref total)
                || AddMemory(key, "memory-"u8, bytes, ref memory);
        }

        // What is resident is what fills the memory; older kernels have one of the other two.
        Memory += resident > 0 ? resident : memory > 0 ? memory : total;
    }

    /// <summary>The text behind a key, such as <c>drm-pdev</c>.</summary>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line.StartsWith(key) && line.Length > key.Length && line[key.Length] == ':')
            {
                return line[(key.Length + 1)..].Trim(" \t"u8);
            }
        }

        return default;
    }

    private static ulong Unit(ReadOnlySpan<byte> unit) => unit.SequenceEqual("KiB"u8) ? 1024ul : unit.SequenceEqual("MiB"u8) ? 1024ul * 1024 : 1;

    private static bool AddMemory(ReadOnlySpan<byte> key, ReadOnlySpan<byte> kind, ulong bytes, ref ulong sum)
    {
        if (!key.StartsWith(kind))
        {
            return false;
        }

        var region = key[kind.Length..];
        sum += region.StartsWith("vram"u8) || region.StartsWith("local"u8) ? bytes : 0;
        return true;
    }

    private bool AddEngine(ReadOnlySpan<byte> key, ulong number)
    {
        return Graphics.Add(key, number, "gfx"u8, "render"u8, "rcs"u8) || Compute.Add(key, number, "compute"u8, "compute"u8, "ccs"u8);
    }
}

/// <summary>The units of one kind.</summary>
internal record struct DrmEngine
{
    /// <summary>Nanoseconds of work, where the driver counts those.</summary>
    public ulong Time;

    /// <summary>Cycles of work, where the driver counts those instead.</summary>
    public ulong Cycles;

    /// <summary>Cycles in all.</summary>
    public ulong TotalCycles;

    /// <summary>How many such units work at once; zero if it is one.</summary>
    public ulong Capacity;

    /// <summary>Takes a number if it is about these units.</summary>
    public bool Add(ReadOnlySpan<byte> key, ulong number, ReadOnlySpan<byte> amd, ReadOnlySpan<byte> i915, ReadOnlySpan<byte> xe)
    {
        if (Is(key, "engine-"u8, amd) || Is(key, "engine-"u8, i915))
        {
            Time += number;
        }
        else if (Is(key, "cycles-"u8, xe))
        {
            Cycles += number;
        }
        else if (Is(key, "total-cycles-"u8, xe))
        {
            TotalCycles = Math.Max(TotalCycles, number); // The same clock, told by each client.
        }
        else if (Is(key, "engine-capacity-"u8, amd) || Is(key, "engine-capacity-"u8, i915) || Is(key, "engine-capacity-"u8, xe))
        {
            Capacity = number;
        }
        else
        {
            return false;
        }

        return true;
    }

    private static bool Is(ReadOnlySpan<byte> key, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name) =>
        key.StartsWith(prefix) && key[prefix.Length..].SequenceEqual(name);
}
