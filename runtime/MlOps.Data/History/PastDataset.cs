namespace MlOps.Data;

/// <summary>A data set as a revision of git has it.</summary>
/// <param name="Path">From the root of the repository, with forward slashes.</param>
/// <param name="Md5">Its content, as its pointer writes it; null when it names none.</param>
/// <param name="Size">Its bytes, where the pointer says.</param>
/// <param name="Files">How many files a folder has, where the pointer says; null for a file.</param>
public sealed record PastDataset(string Path, string? Md5, long? Size, int? Files)
{
    internal bool IsLegacy { get; init; }

    internal static PastDataset Of(TrackedOutput tracked) =>
        new(tracked.Path, tracked.Output.Md5, tracked.Output.Size, tracked.Output.IsFolder ? tracked.Output.Files : null) { IsLegacy = tracked.Output.IsLegacy };

    internal bool IsFolder => Md5?.EndsWith(Trees.DirObject.Extension, StringComparison.Ordinal) == true;
}
