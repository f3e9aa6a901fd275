using System.Diagnostics.CodeAnalysis;

namespace MlOps;

/// <summary>A tensor that goes into a model, or comes out of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes, outermost first; -1 where any will do, as for the number of rows.</param>
public sealed record TensorSpec(string Name, TensorType Type, IReadOnlyList<long> Shape);

/// <summary>The type of the elements of a tensor; its members are named like the types of .NET.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "They are the types.")]
public enum TensorType
{
    /// <summary>A number with about 7 digits.</summary>
    Single,

    /// <summary>A number with about 16 digits.</summary>
    Double,

    /// <summary>A number with about 3 digits.</summary>
    Half,

    /// <summary>A whole number of 8 bits.</summary>
    SByte,

    /// <summary>A whole number of 16 bits.</summary>
    Int16,

    /// <summary>A whole number of 32 bits.</summary>
    Int32,

    /// <summary>A whole number of 64 bits.</summary>
    Int64,

    /// <summary>A whole number of 8 bits without a sign.</summary>
    Byte,

    /// <summary>A whole number of 16 bits without a sign.</summary>
    UInt16,

    /// <summary>A whole number of 32 bits without a sign.</summary>
    UInt32,

    /// <summary>A whole number of 64 bits without a sign.</summary>
    UInt64,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>Text.</summary>
    String,
}
