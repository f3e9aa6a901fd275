namespace MlOps.Data.Csv;

/// <summary>What a CSV file was found to be; independent of what its project says of it, so it holds as long as the content does.</summary>
/// <param name="Columns">Its columns; empty where there is a problem.</param>
/// <param name="Rows">How many rows the whole file has.</param>
/// <param name="Problem">Why it cannot be read as a table; null when it can.</param>
internal sealed record CsvProfile(IReadOnlyList<CsvColumnProfile> Columns, long Rows, string? Problem);

/// <summary>What the sampled values of a column have in common.</summary>
/// <param name="Name">The column.</param>
/// <param name="Fits">The types that all of them can be read as; bit <c>n</c> stands for the <see cref="DatasetColumnType"/> of that number.</param>
/// <param name="HasBlank">Whether one of them is blank.</param>
/// <param name="HasValue">Whether one of them is not.</param>
/// <param name="IsCode">Whether one is written like a code and not like a number: <c>007</c>, or more digits than 64 bits hold.</param>
internal sealed record CsvColumnProfile(string Name, int Fits, bool HasBlank, bool HasValue, bool IsCode)
{
    // In the order in which a type is chosen: the first that fits says the most.
    private static readonly DatasetColumnType[] s_numbers = [DatasetColumnType.Int64, DatasetColumnType.Double];

    private static readonly DatasetColumnType[] s_others =
        [DatasetColumnType.Boolean, DatasetColumnType.DateOnly, DatasetColumnType.DateTime, DatasetColumnType.DateTimeOffset];

    internal static int Bit(DatasetColumnType type) => 1 << (int)type;

    internal bool Allows(DatasetColumnType type) => (Fits & Bit(type)) != 0;

    internal DatasetColumn Infer()
    {
        var candidates = !HasValue ? [] : IsCode ? s_others : s_numbers.Concat(s_others);
        return new DatasetColumn(Name, candidates.FirstOrDefault(Allows, DatasetColumnType.String), HasBlank);
    }
}
