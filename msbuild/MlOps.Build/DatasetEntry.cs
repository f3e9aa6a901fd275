using System.Text;
using Microsoft.Build.Framework;
using MlOps.Data;

namespace MlOps.Build;

/// <summary>A data set as generated code will know it.</summary>
/// <param name="Identifier">The class in <c>Datasets</c>: <c>Iris</c>.</param>
/// <param name="Name">The name in runs: <c>iris</c>.</param>
/// <param name="Source">The path from the project folder, with forward slashes.</param>
/// <param name="Digest">MD5, 32 hex digits.</param>
/// <param name="Size">Bytes.</param>
internal sealed record DatasetEntry(string Identifier, string Name, string Source, string Digest, long Size)
{
    // A class cannot be named like one of its members or like the class around it, and should not hide what every object has.
    private static readonly HashSet<string> s_taken =
    [
        "Path", "Digest", "Size", "Handle", "Datasets",
        nameof(Equals), nameof(ReferenceEquals), nameof(GetHashCode), nameof(GetType), nameof(ToString), nameof(MemberwiseClone), "Finalize",
    ];

    public static DatasetEntry Of(ITaskItem item, string projectFolder, string path, DatasetVersion version)
    {
        var name = item.GetMetadata("Name") is { Length: > 0 } given ? given : Path.GetFileNameWithoutExtension(path);
        var source = Path.GetRelativePath(projectFolder, path).Replace(Path.DirectorySeparatorChar, '/');
        return new DatasetEntry(ToIdentifier(name), name, source, version.Digest, version.Size);
    }

    /// <summary><c>breast-cancer_2</c> to <c>BreastCancer2</c>; what C# does not allow in a name separates words.</summary>
    internal static string ToIdentifier(string name)
    {
        var text = new StringBuilder(name.Length);
        var startsWord = true;
        foreach (var character in name)
        {
            if (!char.IsLetterOrDigit(character))
            {
                startsWord = true;
                continue;
            }

            text.Append(startsWord ? char.ToUpperInvariant(character) : character);
            startsWord = false;
        }

        var identifier = text.ToString();
        return identifier.Length == 0 || char.IsDigit(identifier[0]) ? "_" + identifier
            : s_taken.Contains(identifier) ? identifier + "Data"
            : identifier;
    }
}
