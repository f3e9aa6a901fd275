using Microsoft.Build.Framework;
using MlOps.Data.Schemas;
using MlOps.Data.Tables;

namespace MlOps.Build;

/// <summary>A <c>&lt;Dataset&gt;</c> item, as its project writes it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Path">The full path of the data file.</param>
/// <param name="Name">The name in runs: <c>iris</c>.</param>
/// <param name="Schema">The types that it gives columns, and the lock that it asks for.</param>
/// <param name="IsSensitive">Whether its values must not be shown.</param>
/// <param name="IsFrozen">Whether its pointer must not be updated.</param>
internal sealed record DatasetItem(ITaskItem Item, string Path, string Name, string Schema, bool IsSensitive, bool IsFrozen)
{
    /// <summary>Whether the build brings it from a remote when it is not there.</summary>
    public bool IsPulled { get; private init; }

    /// <summary>The remote it is on; null for the default.</summary>
    public string? Remote { get; private init; }

    /// <summary>Whether the build writes its reference profile.</summary>
    public bool IsProfiled { get; private init; }

    /// <summary>The columns that a profile keeps as hashes only; null for all of a sensitive data set.</summary>
    public IReadOnlyCollection<string>? SensitiveColumns { get; private init; } = [];

    // What MLflow's table holds.
    private const int LongestName = 500;

    /// <exception cref="FormatException">Its metadata cannot be used; the message says which, and why.</exception>
    public static DatasetItem Of(ITaskItem item, string projectFolder)
    {
        // "images/" and "images" are one folder.
        var path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(item.ItemSpec, projectFolder));
        var name = item.GetMetadata("Name") is { Length: > 0 } given ? Checked(given)
            : Directory.Exists(path) ? System.IO.Path.GetFileName(path)
            : System.IO.Path.GetFileNameWithoutExtension(path);
        var isProfiled = Flag(item, "Profile");
        var columns = isProfiled ? SensitiveNames(item) : [];
        var isSensitive = columns.Length > 0 || Flag(item, "Sensitive");
        return new DatasetItem(item, path, name, item.GetMetadata("Schema"), isSensitive, Flag(item, "Frozen"))
        {
            IsProfiled = isProfiled,
            SensitiveColumns = isSensitive && columns.Length == 0 ? null : columns,
            IsPulled = item.GetMetadata("Pull") switch
            {
                "" or "never" => false,
                "auto" => true,
                var other => throw new FormatException($"its Pull is '{other}', which is neither auto nor never"),
            },
            Remote = item.GetMetadata("Remote") is { Length: > 0 } remote ? remote : null,
        };
    }

    /// <summary>The schema lock to keep; null when there is none.</summary>
    /// <param name="policy">What the project says: <c>true</c>, <c>existing</c> or <c>false</c>.</param>
    /// <param name="projectFolder">From where its path is taken.</param>
    public string? LockFile(string policy, string projectFolder)
    {
        var own = SchemaLockFile.For(Path);
        return policy.Equals("false", StringComparison.OrdinalIgnoreCase) ? null
            : SchemaText.Lock(Schema) is { } asked ? (asked == SchemaText.OwnLock ? own : System.IO.Path.GetFullPath(asked, projectFolder))
            : policy.Equals("true", StringComparison.OrdinalIgnoreCase) || File.Exists(own) ? own
            : null;
    }

    private static string Checked(string name) =>
        name.Any(char.IsControl) ? throw new FormatException("its Name has a control character in it, such as a line break")
            : name.Length > LongestName ? throw new FormatException($"its Name has more than {LongestName} characters")
            : !name.Any(char.IsLetterOrDigit) ? throw new FormatException($"its Name '{name}' has no letter or digit that a class could be named by")
            : name;

    // Whether the file has such columns is found out when it is profiled; so a misspelt "true" is an error there, too.
    private static string[] SensitiveNames(ITaskItem item) => item.GetMetadata("Sensitive") is var text && bool.TryParse(text, out _)
        ? []
        : text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // A misspelt "true" must not show what is sensitive.
    private static bool Flag(ITaskItem item, string metadata) => item.GetMetadata(metadata) switch
    {
        "" => false,
        var text when bool.TryParse(text, out var value) => value,
        var text => throw new FormatException($"its {metadata} is '{text}', which is neither true nor false"),
    };
}
