using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32;

namespace MlOps.Provenance;

/// <summary>The machine as its operating system spells it; asked once in a process.</summary>
internal static partial class Machine
{
    private static readonly Lazy<string> s_cpu = new(ReadCpu);

    public static string OperatingSystemName => $"{RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()})";

    /// <summary>The model of the processor, or at least its architecture.</summary>
    public static string Cpu => s_cpu.Value;

    private static string ReadCpu()
    {
        try
        {
            var model = OperatingSystem.IsLinux() ? OfLinux() : OperatingSystem.IsMacOS() ? OfMac() : OperatingSystem.IsWindows() ? OfWindows() : null;
            if (!string.IsNullOrWhiteSpace(model))
            {
                return model.Trim();
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.Security.SecurityException or DllNotFoundException or EntryPointNotFoundException)
        {
            // A container may hide it; the architecture is known in any case.
        }

        return RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
    }

    // ARM processors have no model name here; then the board's name is the best there is.
    private static string? OfLinux() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1]
        ?? (File.Exists("/proc/device-tree/model") ? File.ReadAllText("/proc/device-tree/model").TrimEnd('\0') : null);

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static string? OfWindows()
    {
        using var key = Registry.LocalMachine.OpenSubKey(@"HARDWARE\DESCRIPTION\System\CentralProcessor\0");
        return key?.GetValue("ProcessorNameString") as string;
    }

    private static string? OfMac()
    {
        var text = new byte[256];
        nint length = text.Length;
        return SysctlByName("machdep.cpu.brand_string", text, ref length, 0, 0) == 0 ? Encoding.UTF8.GetString(text, 0, (int)length).TrimEnd('\0') : null;
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)] // Of no effect where this is called.
    [LibraryImport("libSystem", EntryPoint = "sysctlbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SysctlByName(string name, [Out] byte[] value, ref nint length, nint newValue, nint newLength);
}
