using MlOps.Data.Md5;

namespace MlOps.Data.Trees;

/// <summary>A file of a folder that is one data set.</summary>
/// <param name="Path">Seen from the folder, with forward slashes.</param>
/// <param name="Md5">Its content.</param>
internal readonly record struct TreeEntry(string Path, Md5Value Md5);
