using System.Numerics;

namespace MlOps.Data.Tables;

/// <summary>What the values of a column have in common.</summary>
/// <param name="Name">The column.</param>
/// <param name="Fits">The types that all of them can be read as; bit <c>n</c> stands for the <see cref="DatasetColumnType"/> of that number.</param>
/// <param name="HasBlank">Whether one of them is blank.</param>
/// <param name="HasValue">Whether one of them is not.</param>
/// <param name="IsText">
/// Whether one is not written as a number, whatever it can be read as: <c>007</c>, more digits than 64 bits hold, or a JSON text.
/// </param>
internal sealed record ColumnProfile(string Name, int Fits, bool HasBlank, bool HasValue, bool IsText)
{
    // In the order in which a type is chosen: the first that fits says the most.
    private static readonly DatasetColumnType[] s_plain = [DatasetColumnType.Int64, DatasetColumnType.Double, DatasetColumnType.Boolean];

    private static readonly DatasetColumnType[] s_times = [DatasetColumnType.DateOnly, DatasetColumnType.DateTime, DatasetColumnType.DateTimeOffset];

    internal static int Bit(DatasetColumnType type) => 1 << (int)type;

    internal bool Allows(DatasetColumnType type) => (Fits & Bit(type)) != 0;

    internal DatasetColumn Infer() => new(Name, InferType(), HasBlank);

    /// <summary>The column of two files put together.</summary>
    internal ColumnProfile With(ColumnProfile other) =>
        new(Name, Fits & other.Fits, HasBlank || other.HasBlank, HasValue || other.HasValue, IsText || other.IsText);

    private DatasetColumnType InferType()
    {
        // Where the file itself says the type there is nothing to find.
        if (BitOperations.IsPow2(Fits))
        {
            return (DatasetColumnType)BitOperations.TrailingZeroCount(Fits);
        }

        var candidates = !HasValue ? [] : IsText ? s_times : s_plain.Concat(s_times);
        return candidates.FirstOrDefault(Allows, DatasetColumnType.String);
    }
}
