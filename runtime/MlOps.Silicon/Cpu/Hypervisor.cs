using System.Runtime.InteropServices;
using System.Text;

namespace MlOps.Silicon.Cpu;

/// <summary>Who runs the virtual machine that this is, as its processor tells (x86 only).</summary>
internal static class Hypervisor
{
    private const uint Features = 1, Vendor = 0x4000_0000, SecondVendor = 0x4000_0100, HyperVPrivileges = 0x4000_0003;

    /// <summary>The hypervisor, <c>unknown</c> if it has no name; <see langword="null"/> if there is none.</summary>
    public static string? OfThisMachine() => Of(CpuId.Instance);

    internal static string? Of(ICpuId cpu)
    {
        if ((cpu.Ask(Features).Ecx >> 31) == 0)
        {
            return null;
        }

        // KVM and Xen put on the face of Hyper-V for guests with Windows, and show their own behind it.
        var name = Name(cpu.Ask(Vendor));
        return name != "Hyper-V" ? name
            : Name(cpu.Ask(SecondVendor)) is "KVM" or "Xen" ? Name(cpu.Ask(SecondVendor))
            : (cpu.Ask(HyperVPrivileges).Ebx & 1) != 0 ? null // May make virtual machines: the host itself, above its own hypervisor.
            : name;
    }

    private static string Name(CpuIdPage page)
    {
        Span<uint> registers = [page.Ebx, page.Ecx, page.Edx];
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(registers)).Trim('\0', ' ') switch
        {
            "KVMKVMKVM" or "Linux KVM Hv" => "KVM",
            "Microsoft Hv" => "Hyper-V",
            "VMwareVMware" => "VMware",
            "XenVMMXenVMM" => "Xen",
            "VirtualApple" => "Apple",
            "bhyve bhyve" => "bhyve",
            "TCGTCGTCGTCG" => "QEMU",
            "VBoxVBoxVBox" => "VirtualBox",
            "prl hyperv" or "lrpepyh vr" => "Parallels",
            "QNXQVMBSQG" => "QNX",
            "ACRNACRNACRN" => "ACRN",
            { Length: > 0 } other when other.All(static letter => letter is >= ' ' and <= '~') => other,
            _ => "unknown",
        };
    }
}
