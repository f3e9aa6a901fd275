namespace MlOps.Silicon.Detection;

/// <summary>Hypervisors by what the machine says of itself.</summary>
internal static class VirtualMachine
{
    public const string Unnamed = "unknown";

    // What the firmware calls the machine; the first that fits.
    private static readonly (string Part, string Name)[] s_products =
    [
        ("KVM", "KVM"),
        ("QEMU", "KVM"),
        ("Amazon EC2", "KVM"),
        ("Google Compute Engine", "KVM"),
        ("Firecracker", "Firecracker"),
        ("VMware", "VMware"),
        ("VirtualBox", "VirtualBox"),
        ("Xen", "Xen"),
        ("Microsoft Corporation Virtual Machine", "Hyper-V"),
        ("Parallels", "Parallels"),
        ("Apple Virtualization", "Apple Virtualization"),
        ("bhyve", "bhyve"),
    ];

    /// <summary>The hypervisor of a machine with this name; <see langword="null"/> if it is none that we know, such as a machine of its own.</summary>
    public static string? NameOf(string product)
    {
        foreach (var (part, name) in s_products)
        {
            if (product.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                // A metal instance of Amazon is a machine of its own.
                return product.Contains("metal", StringComparison.OrdinalIgnoreCase) ? null : name;
            }
        }

        return null;
    }
}
