using System.Runtime.InteropServices;

namespace MlOps.Silicon.Apple;

/// <summary>The registry of devices and the way to their drivers.</summary>
internal static unsafe partial class IoKit
{
    private const string Path = "/System/Library/Frameworks/IOKit.framework/IOKit";

    /// <summary>The services of a class, each ours to release.</summary>
    public static List<uint> Services(string className)
    {
        var services = new List<uint>();
        uint iterator;
        if (ServiceMatching(className) is var matching && matching != 0 && GetMatchingServices(0, matching, &iterator) == 0) // It takes the dictionary over.
        {
            AddAll(services, iterator);
        }

        return services;
    }

    /// <summary>What hangs below an entry in the plane of services, each ours to release.</summary>
    public static List<uint> Children(uint entry)
    {
        var children = new List<uint>();
        uint iterator;
        if (GetChildIterator(entry, "IOService", &iterator) == 0)
        {
            AddAll(children, iterator);
        }

        return children;
    }

    /// <summary>The name of an entry.</summary>
    public static string NameOf(uint entry)
    {
        var name = stackalloc byte[128]; // io_name_t
        return GetName(entry, name) == 0 ? Marshal.PtrToStringUTF8((nint)name) ?? "" : "";
    }

    private static void AddAll(List<uint> entries, uint iterator)
    {
        for (var entry = Next(iterator); entry != 0; entry = Next(iterator))
        {
            entries.Add(entry);
        }

        _ = Release(iterator);
    }

    [LibraryImport(Path, EntryPoint = "IOObjectRelease")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Release(uint entry);

    [LibraryImport(Path, EntryPoint = "IORegistryEntryCreateCFProperties")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int CreateProperties(uint entry, out nint properties, nint allocator, uint options);

    [LibraryImport(Path, EntryPoint = "IORegistryEntryCreateCFProperty")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint CreateProperty(uint entry, nint key, nint allocator, uint options);

    [LibraryImport(Path, EntryPoint = "IOServiceOpen")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Open(uint service, uint task, uint type, uint* connection);

    [LibraryImport(Path, EntryPoint = "IOServiceClose")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Close(uint connection);

    [LibraryImport(Path, EntryPoint = "IOConnectCallStructMethod")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int CallStruct(uint connection, uint selector, void* input, nuint inputLength, void* output, nuint* outputLength);

    [LibraryImport(Path, EntryPoint = "IOServiceMatching", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ServiceMatching(string className);

    [LibraryImport(Path, EntryPoint = "IOServiceGetMatchingServices")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetMatchingServices(uint port, nint matching, uint* iterator);

    [LibraryImport(Path, EntryPoint = "IORegistryEntryGetChildIterator", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetChildIterator(uint entry, string plane, uint* iterator);

    [LibraryImport(Path, EntryPoint = "IORegistryEntryGetName")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetName(uint entry, byte* name);

    [LibraryImport(Path, EntryPoint = "IOIteratorNext")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint Next(uint iterator);
}
