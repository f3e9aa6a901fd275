using System.Diagnostics.CodeAnalysis;

namespace MlOps.Data;

/// <summary>A data set that cannot be versioned; the message names the thing, the place and the cure.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Every one has a code and a file, or the build could not show it.")]
public sealed class DatasetException : Exception
{
    /// <summary>The data file does not exist, or is a folder.</summary>
    public const string FileMissing = "MLOPS2001";

    /// <summary>The data file has other content than its pointer says.</summary>
    public const string ContentDiffers = "MLOPS2002";

    /// <summary>The data file has no pointer.</summary>
    public const string PointerMissing = "MLOPS2003";

    /// <summary>The data file cannot be read.</summary>
    public const string FileUnreadable = "MLOPS2004";

    /// <summary>The pointer cannot be understood, or is not about the data file.</summary>
    public const string PointerInvalid = "MLOPS2005";

    /// <summary>The cache, the pointer or the <c>.gitignore</c> could not be written.</summary>
    public const string NotStored = "MLOPS2006";

    /// <summary>A column is gone, of another type or blank, which its schema lock does not allow.</summary>
    public const string SchemaChanged = "MLOPS2022";

    /// <summary>The schema lock lacks a column, or is missing.</summary>
    public const string SchemaLockOutdated = "MLOPS2023";

    /// <summary>The schema lock cannot be understood.</summary>
    public const string SchemaLockInvalid = "MLOPS2024";

    internal DatasetException(string code, string file, string message, Exception? inner = null, int line = 0)
        : base(message, inner)
    {
        Code = code;
        File = file;
        Line = line;
    }

    /// <summary>The code of the rule, such as <c>MLOPS2001</c>.</summary>
    public string Code { get; }

    /// <summary>The file that is wrong: the data file, its pointer or its schema lock.</summary>
    public string File { get; }

    /// <summary>The line in that file, counted from one; 0 when there is none to name.</summary>
    public int Line { get; }
}
