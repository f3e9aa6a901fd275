using System.Diagnostics.CodeAnalysis;

namespace MlOps.Data;

/// <summary>Something that was asked of a repository and cannot be done; the message names the thing, the place and the cure. Nothing was changed.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Every one is about a file, or it would not help anybody.")]
public sealed class DataOperationException : Exception
{
    internal DataOperationException(string file, string message, Exception? inner = null)
        : base(message, inner) => File = file;

    /// <summary>The file or folder that it is about.</summary>
    public string File { get; }
}
