using System.Globalization;

namespace MlOps.Silicon.Linux;

/// <summary>
/// The control groups of this process: what it may use, and the files that say what it does. Version 1, version 2, and hosts that have
/// both, where the memory may be limited by one and nothing by the other.
/// </summary>
internal sealed class Cgroup
{
    /// <summary>Where there is no limit, version 1 writes the largest number that pages fit into; how large a page is differs.</summary>
    private const long UnlimitedFrom = 1L << 62;

    private Cgroup(int version, string? cpuFolder, string? memoryFolder)
    {
        Version = version;
        CpuFolder = cpuFolder;
        MemoryFolder = memoryFolder;
    }

    public int Version { get; }

    public string? CpuFolder { get; }

    public string? MemoryFolder { get; }

    /// <summary>Where version 1 counts the processors' time, which may be mounted apart from what limits it.</summary>
    public string? CpuUsageFolder { get; private init; }

    /// <summary>How many processors' time; <see langword="null"/> without a limit.</summary>
    public double? CpuLimit { get; private init; }

    /// <summary>Bytes; <see langword="null"/> without a limit.</summary>
    public long? MemoryLimit { get; private init; }

    /// <summary>Finds the groups of this process.</summary>
    /// <param name="root">The root of the file system; <c>/</c> but in tests.</param>
    /// <returns>The groups; <see langword="null"/> where the system has none.</returns>
    public static Cgroup? Find(string root)
    {
        var mounts = Mount.Parse(SystemFile.TryReadText(Path.Combine(root, "proc/self/mountinfo")) ?? "");
        var membership = SystemFile.TryReadText(Path.Combine(root, "proc/self/cgroup")) ?? "";
        return FindSecond(root, mounts, membership) ?? FindFirst(root, mounts, membership);
    }

    /// <summary>Of processors, as <c>cpu.max</c> says: <c>quota period</c> in microseconds, or <c>max period</c>.</summary>
    internal static double? ParseCpuMax(string? text)
    {
        var parts = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var period = parts.Length > 1 ? Number(parts[1]) : 100_000;
        return parts.Length > 0 && Number(parts[0]) is > 0 and var quota && period > 0 ? quota / (double)period : null;
    }

    /// <summary>Bytes, as <c>memory.max</c> and <c>memory.limit_in_bytes</c> say; <c>max</c> and what stands for it are no limit.</summary>
    internal static long? ParseMemoryLimit(string? text) => Number(text) is > 0 and < UnlimitedFrom and var bytes ? bytes : null;

    private static Cgroup? FindSecond(string root, IReadOnlyList<Mount> mounts, string membership)
    {
        if (mounts.FirstOrDefault(static mount => mount.Type == "cgroup2") is not { } mount || PathIn(membership, controller: "") is not { } path)
        {
            return null;
        }

        // A group further up may allow less than ours. On hosts with both versions this one has no controllers at all.
        var leaf = mount.FolderOf(root, path);
        var cpu = Least(mount.UpFrom(root, leaf), static folder => ParseCpuMax(SystemFile.TryReadText(Path.Combine(folder, "cpu.max"))));
        var memory = Least(mount.UpFrom(root, leaf), static folder => ParseMemoryLimit(SystemFile.TryReadText(Path.Combine(folder, "memory.max"))));
        var has = File.Exists(Path.Combine(leaf, "memory.current")) || File.Exists(Path.Combine(leaf, "cpu.max"));
        return has || cpu is not null || memory is not null ? new Cgroup(2, leaf, leaf) { CpuLimit = cpu, MemoryLimit = memory } : null;
    }

    private static Cgroup? FindFirst(string root, IReadOnlyList<Mount> mounts, string membership)
    {
        var cpu = Up("cpu");
        var memory = Up("memory");
        return cpu.Length + memory.Length == 0 ? null : new Cgroup(1, cpu.FirstOrDefault(), memory.FirstOrDefault())
        {
            CpuUsageFolder = Up("cpuacct").FirstOrDefault(),
            CpuLimit = Least(cpu, static folder => ParseCpuMax($"{SystemFile.TryReadText(Path.Combine(folder, "cpu.cfs_quota_us"))} {SystemFile.TryReadText(Path.Combine(folder, "cpu.cfs_period_us"))}")),
            MemoryLimit = Least(memory, static folder => ParseMemoryLimit(SystemFile.TryReadText(Path.Combine(folder, "memory.limit_in_bytes")))),
        };

        string[] Up(string controller) =>
            mounts.FirstOrDefault(mount => mount.Type == "cgroup" && mount.Options.Contains(controller, StringComparer.Ordinal)) is { } mount && PathIn(membership, controller) is { } path
                ? [.. mount.UpFrom(root, mount.FolderOf(root, path))]
                : [];
    }

    /// <summary>The group in a line <c>4:cpu,cpuacct:/path</c> of <c>/proc/self/cgroup</c>; version 2 has the line <c>0::/path</c>.</summary>
    private static string? PathIn(string membership, string controller) => membership.Split('\n')
        .Select(static line => line.Split(':', 3))
        .FirstOrDefault(parts => parts.Length == 3 && parts[1].Split(',').Contains(controller, StringComparer.Ordinal) && (controller.Length > 0 || parts[0] == "0"))?[2];

    private static T? Least<T>(IEnumerable<string> folders, Func<string, T?> limit)
        where T : struct => folders.Select(limit).Min();

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A mounted file system of <c>/proc/self/mountinfo</c>.</summary>
    private sealed record Mount(string Root, string Point, string Type, string[] Options)
    {
        public static IReadOnlyList<Mount> Parse(string text) =>
        [
            .. text.Split('\n')
                .Select(static line => line.Split(" - ", 2))
                .Where(static parts => parts.Length == 2)
                .Select(static parts => (Before: parts[0].Split(' '), After: parts[1].Split(' ')))
                .Where(static parts => parts.Before.Length > 4 && parts.After.Length > 2)
                .Select(static parts => new Mount(Unescape(parts.Before[3]), Unescape(parts.Before[4]), parts.After[0], parts.After[2].Split(','))),
        ];

        /// <summary>A group's folder and those above it, as far as they are mounted.</summary>
        public IEnumerable<string> UpFrom(string root, string leaf)
        {
            var top = Top(root);
            for (var folder = leaf; folder is not null && folder.Length >= top.Length; folder = Path.GetDirectoryName(folder))
            {
                yield return folder;
            }
        }

        /// <summary>The folder of a group. A container may see only a part of the tree: then the mount's root is the beginning of the path.</summary>
        public string FolderOf(string root, string path)
        {
            var inner = Root != "/" && (path == Root || path.StartsWith(Root + "/", StringComparison.Ordinal)) ? path[Root.Length..] : path;

            // Seen from a container with a name space of its own, the path may lead out of what is mounted.
            inner = inner.Split('/').Contains("..", StringComparer.Ordinal) ? "" : inner;
            var folder = Path.GetFullPath(Path.Combine(Top(root), inner.TrimStart('/'))).TrimEnd('/');
            return Directory.Exists(folder) ? folder : Top(root);
        }

        private string Top(string root) => Path.GetFullPath(Path.Combine(root, Point.TrimStart('/'))).TrimEnd('/');

        /// <summary>The kernel writes white space in paths by its number, so that fields stay apart.</summary>
        private static string Unescape(string path) => path.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
    }
}
