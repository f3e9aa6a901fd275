using System.Runtime.InteropServices;

namespace MlOps.Silicon.Apple;

/// <summary>The objects that Apple's libraries speak in. What a function creates or copies is ours to release.</summary>
internal static unsafe partial class CoreFoundation
{
    public const string Path = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation";

    private const uint Utf8 = 0x08000100;
    private const nint LongType = 4; // kCFNumberSInt64Type

    /// <summary>A text object of a constant, kept for good.</summary>
    public static nint Text(ReadOnlySpan<byte> terminated)
    {
        fixed (byte* text = terminated)
        {
            return StringCreateWithCString(0, text, Utf8);
        }
    }

    /// <summary>The text of an object; empty if it is none.</summary>
    public static string ToText(nint text)
    {
        var buffer = stackalloc byte[512];
        return text != 0 && GetTypeId(text) == StringGetTypeId() && StringGetCString(text, buffer, 512, Utf8) != 0 ? Marshal.PtrToStringUTF8((nint)buffer) ?? "" : "";
    }

    /// <summary>The bytes of an object; none if it is no data.</summary>
    public static ReadOnlySpan<byte> ToData(nint data) =>
        data != 0 && GetTypeId(data) == DataGetTypeId() ? new(DataGetBytePtr(data), (int)DataGetLength(data)) : [];

    /// <summary>The number of an object; <see langword="null"/> if it is none.</summary>
    public static long? ToNumber(nint number)
    {
        long value;
        return number != 0 && GetTypeId(number) == NumberGetTypeId() && NumberGetValue(number, LongType, &value) != 0 ? value : null;
    }

    /// <summary>A dictionary as our own; what is neither number, text, data nor dictionary is left out.</summary>
    public static Dictionary<string, object> ToDictionary(nint dictionary)
    {
        var count = (int)DictionaryGetCount(dictionary);
        var keys = new nint[count];
        var values = new nint[count];
        fixed (nint* key = keys)
        fixed (nint* value = values)
        {
            DictionaryGetKeysAndValues(dictionary, key, value);
        }

        var result = new Dictionary<string, object>(count, StringComparer.Ordinal);
        for (var index = 0; index < count; index++)
        {
            if (ToObject(values[index]) is { } item)
            {
                result[ToText(keys[index])] = item;
            }
        }

        return result;
    }

    private static object? ToObject(nint value)
    {
        var type = GetTypeId(value);
        return type == NumberGetTypeId() ? ToNumber(value)
            : type == StringGetTypeId() ? ToText(value)
            : type == DataGetTypeId() ? ToData(value).ToArray()
            : type == DictionaryGetTypeId() ? ToDictionary(value)
            : null;
    }

    [LibraryImport(Path, EntryPoint = "CFRelease")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void Release(nint item);

    [LibraryImport(Path, EntryPoint = "CFArrayGetCount")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint ArrayGetCount(nint array);

    [LibraryImport(Path, EntryPoint = "CFArrayGetValueAtIndex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint ArrayGetValueAtIndex(nint array, nint index);

    [LibraryImport(Path, EntryPoint = "CFArrayCreateMutable")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint ArrayCreateMutable(nint allocator, nint capacity, nint callbacks);

    [LibraryImport(Path, EntryPoint = "CFArrayAppendValue")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void ArrayAppendValue(nint array, nint value);

    [LibraryImport(Path, EntryPoint = "CFDictionaryGetValue")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint DictionaryGetValue(nint dictionary, nint key);

    [LibraryImport(Path, EntryPoint = "CFDictionarySetValue")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void DictionarySetValue(nint dictionary, nint key, nint value);

    [LibraryImport(Path, EntryPoint = "CFDictionaryCreateMutableCopy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint DictionaryCreateMutableCopy(nint allocator, nint capacity, nint dictionary);

    [LibraryImport(Path, EntryPoint = "CFDictionaryGetCount")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint DictionaryGetCount(nint dictionary);

    [LibraryImport(Path, EntryPoint = "CFDictionaryGetKeysAndValues")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void DictionaryGetKeysAndValues(nint dictionary, nint* keys, nint* values);

    [LibraryImport(Path, EntryPoint = "CFStringCreateWithCString")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint StringCreateWithCString(nint allocator, byte* text, uint encoding);

    [LibraryImport(Path, EntryPoint = "CFStringGetCString")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial byte StringGetCString(nint text, byte* buffer, nint size, uint encoding);

    [LibraryImport(Path, EntryPoint = "CFDataGetLength")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint DataGetLength(nint data);

    [LibraryImport(Path, EntryPoint = "CFDataGetBytePtr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial byte* DataGetBytePtr(nint data);

    [LibraryImport(Path, EntryPoint = "CFNumberGetValue")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial byte NumberGetValue(nint number, nint type, void* value);

    [LibraryImport(Path, EntryPoint = "CFGetTypeID")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint GetTypeId(nint item);

    [LibraryImport(Path, EntryPoint = "CFStringGetTypeID")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint StringGetTypeId();

    [LibraryImport(Path, EntryPoint = "CFDataGetTypeID")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint DataGetTypeId();

    [LibraryImport(Path, EntryPoint = "CFNumberGetTypeID")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint NumberGetTypeId();

    [LibraryImport(Path, EntryPoint = "CFDictionaryGetTypeID")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint DictionaryGetTypeId();
}
