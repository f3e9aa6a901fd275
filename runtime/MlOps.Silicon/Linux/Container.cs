namespace MlOps.Silicon.Linux;

/// <summary>Whether this process runs in a container, as far as it shows.</summary>
internal static class Container
{
    /// <summary>The kind of container; <see langword="null"/> if nothing tells of one.</summary>
    public static string? KindOf(string root)
    {
        var groups = SystemFile.TryReadText(Path.Combine(root, "proc/self/cgroup")) ?? "";
        return Directory.Exists(Path.Combine(root, "var/run/secrets/kubernetes.io")) || groups.Contains("kubepods", StringComparison.Ordinal) ? "kubernetes"
            : File.Exists(Path.Combine(root, ".dockerenv")) || groups.Contains("/docker", StringComparison.Ordinal) ? "docker"
            : File.Exists(Path.Combine(root, "run/.containerenv")) || groups.Contains("libpod", StringComparison.Ordinal) ? "podman"
            : groups.Contains("/lxc", StringComparison.Ordinal) ? "lxc"
            : null;
    }
}
