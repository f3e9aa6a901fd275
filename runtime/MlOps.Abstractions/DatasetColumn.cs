using System.Diagnostics.CodeAnalysis;

namespace MlOps;

/// <summary>A column of a data set, as the build saw it.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="IsNullable">Whether a value may be blank.</param>
public sealed record DatasetColumn(string Name, DatasetColumnType Type, bool IsNullable = false);

/// <summary>The type of the values of a column; its members are named like the types of .NET.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "They are the types.")]
public enum DatasetColumnType
{
    /// <summary>Text, as it is.</summary>
    String,

    /// <summary><c>true</c> or <c>false</c>, in capitals or not.</summary>
    Boolean,

    /// <summary>A whole number of 32 bits.</summary>
    Int32,

    /// <summary>A whole number of 64 bits.</summary>
    Int64,

    /// <summary>A number with about 7 digits.</summary>
    Single,

    /// <summary>A number with about 16 digits.</summary>
    Double,

    /// <summary>A number with 28 digits, for money.</summary>
    Decimal,

    /// <summary>A day, <c>2026-03-31</c>.</summary>
    DateOnly,

    /// <summary>A day and a time of no zone, <c>2026-03-31T12:30:00</c>.</summary>
    DateTime,

    /// <summary>A point in time, <c>2026-03-31T12:30:00+02:00</c>.</summary>
    DateTimeOffset,

    /// <summary>An identifier such as <c>0f8fad5b-d9cb-469f-a165-70867728950e</c>.</summary>
    Guid,
}
