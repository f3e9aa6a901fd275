using System.Globalization;

namespace MlOps.Silicon.Linux;

/// <summary>
/// The limits that control groups set for this process. Version 1, version 2, and hosts that have both, where one may limit the processors
/// and the other the memory.
/// </summary>
internal sealed class Cgroup
{
    /// <summary>Where there is no limit, version 1 writes the largest number that pages fit into; how large a page is differs.</summary>
    private const long UnlimitedFrom = 1L << 62;

    private Cgroup()
    {
    }

    /// <summary>How many processors' time; <see langword="null"/> without a limit.</summary>
    public CgroupLimit? Cpu { get; private init; }

    /// <summary>Bytes; <see langword="null"/> without a limit.</summary>
    public CgroupLimit? Memory { get; private init; }

    /// <summary>Where version 1 counts the time of the group that <see cref="Cpu"/> is of, which may be mounted apart from the limit.</summary>
    public string? CpuUsageFolder { get; private init; }

    /// <summary>Such as <c>cgroup v2</c>, or <c>cgroup v1 and v2</c>; without any limit, <c>cgroup</c>.</summary>
    public string Name => (Cpu ?? Memory) is not { } limit ? "cgroup"
        : (Memory ?? limit).Version == limit.Version ? $"cgroup v{limit.Version}"
        : "cgroup v1 and v2";

    /// <summary>Finds the groups of this process.</summary>
    /// <param name="root">The root of the file system; <c>/</c> but in tests.</param>
    /// <returns>The groups; <see langword="null"/> where the system has none.</returns>
    public static Cgroup? Find(string root)
    {
        var mounts = Mount.Parse(SystemFile.TryReadText(Path.Combine(root, "proc/self/mountinfo")) ?? "");
        var membership = SystemFile.TryReadText(Path.Combine(root, "proc/self/cgroup")) ?? "";
        var second = Up(static mount => mount.Type == "cgroup2", controller: "");
        var firstCpu = First("cpu");
        var firstMemory = First("memory");
        if (second.Length + firstCpu.Length + firstMemory.Length == 0)
        {
            return null;
        }

        // A controller is in one of the versions. Where both know of a limit all the same, the tighter one counts.
        var cpu = Tighter(
            Least(1, firstCpu, static folder => ParseCpuMax($"{SystemFile.TryReadText(Path.Combine(folder, "cpu.cfs_quota_us"))} {SystemFile.TryReadText(Path.Combine(folder, "cpu.cfs_period_us"))}")),
            Least(2, second, static folder => ParseCpuMax(SystemFile.TryReadText(Path.Combine(folder, "cpu.max")))));
        return new Cgroup
        {
            Cpu = cpu,
            CpuUsageFolder = cpu is { Version: 1 } && PathIn(membership, "cpuacct") == PathIn(membership, "cpu") ? First("cpuacct").ElementAtOrDefault(Array.IndexOf(firstCpu, cpu.Folder)) : null,
            Memory = Tighter(
                Least(1, firstMemory, static folder => ParseMemoryLimit(SystemFile.TryReadText(Path.Combine(folder, "memory.limit_in_bytes")))),
                Least(2, second, static folder => ParseMemoryLimit(SystemFile.TryReadText(Path.Combine(folder, "memory.max"))))),
        };

        string[] First(string controller) =>
            Up(mount => mount.Type == "cgroup" && mount.Options.Contains(controller, StringComparer.Ordinal), controller);

        // The group of this process and those above it.
        string[] Up(Predicate<Mount> isMeant, string controller) => mounts.Find(isMeant) is { } mount && PathIn(membership, controller) is { } path
            ? [.. mount.UpFrom(root, mount.FolderOf(root, path))]
            : [];
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

    /// <summary>The group in a line <c>4:cpu,cpuacct:/path</c> of <c>/proc/self/cgroup</c>; version 2 has the line <c>0::/path</c>.</summary>
    private static string? PathIn(string membership, string controller) => membership.Split('\n')
        .Select(static line => line.Split(':', 3))
        .FirstOrDefault(parts => parts.Length == 3 && parts[1].Split(',').Contains(controller, StringComparer.Ordinal) && (controller.Length > 0 || parts[0] == "0"))?[2];

    /// <summary>A group further up may allow less than ours; then it is that group which is full, or is held back.</summary>
    private static CgroupLimit? Least(int version, string[] folders, Func<string, double?> limitOf)
    {
        CgroupLimit? least = null;
        foreach (var folder in folders)
        {
            least = Tighter(least, limitOf(folder) is { } value ? new CgroupLimit(version, folder, value) : null);
        }

        return least;
    }

    /// <summary>Of two that are alike the second one, which is further up: it fills first, for others are in it, too.</summary>
    private static CgroupLimit? Tighter(CgroupLimit? one, CgroupLimit? other) => other is null || one?.Value < other.Value ? one : other;

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A mounted file system of <c>/proc/self/mountinfo</c>.</summary>
    private sealed record Mount(string Root, string Point, string Type, string[] Options)
    {
        public static List<Mount> Parse(string text)
        {
            var mounts = new List<Mount>();
            foreach (var line in text.Split('\n'))
            {
                // 35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
                if (line.Split(" - ", 2) is [var before, var after] && before.Split(' ') is [_, _, _, var root, var point, ..] && after.Split(' ') is [var type, _, var options, ..])
                {
                    mounts.Add(new Mount(Unescape(root), Unescape(point), type, options.Split(',')));
                }
            }

            return mounts;
        }

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

/// <summary>A limit, and the group that sets it: the one of this process, or one above it.</summary>
/// <param name="Version">Of control groups: 1 or 2.</param>
/// <param name="Folder">The group, whose use of what is limited is to be compared with the limit.</param>
/// <param name="Value">The limit: processors, or bytes.</param>
internal sealed record CgroupLimit(int Version, string Folder, double Value);
