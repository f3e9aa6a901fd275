using System.IO.Enumeration;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary>What patterns such as <c>data/*.csv</c> stand for, where a shell has not said it already.</summary>
internal static class Patterns
{
    /// <summary>The files and folders that are there.</summary>
    public static string[] Files(IEnumerable<string> patterns) => Expand(patterns, static name => IsPointer(name) ? null : name);

    /// <summary>Data sets, whether their files are there or not: it is their pointers that count.</summary>
    public static string[] Datasets(IEnumerable<string> patterns) =>
        Expand(patterns, static name => IsPointer(name) ? name[..^DvcPointer.Extension.Length] : null);

    private static bool IsPointer(string name) => name.EndsWith(DvcPointer.Extension, StringComparison.Ordinal);

    private static string[] Expand(IEnumerable<string> patterns, Func<string, string?> nameOf) =>
    [
        .. patterns.SelectMany(pattern =>
        {
            var folder = Path.GetDirectoryName(pattern) is { Length: > 0 } above ? above : ".";
            var wanted = nameOf(Path.GetFileName(pattern)) ?? Path.GetFileName(pattern);
            string[] found = !Directory.Exists(folder) ? [] :
            [
                .. Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).OfType<string>()
                    .Where(static name => name[0] != '.').Select(nameOf).OfType<string>()
                    .Where(name => FileSystemName.MatchesSimpleExpression(wanted, name, OperatingSystem.IsWindows()))
                    .Order(StringComparer.Ordinal).Select(name => Path.Combine(folder, name)),
            ];
            return found.Length > 0 ? found : throw new FileNotFoundException($"nothing matches '{pattern}'.");
        }),
    ];
}
