namespace MlOps.Data.Tables;

/// <summary>What a table a file was found to be; independent of what its project says of it, so it holds as long as the content does.</summary>
/// <param name="Columns">Its columns; empty where there is a problem.</param>
/// <param name="Rows">How many rows the whole file has.</param>
/// <param name="Problem">Why it cannot be read as a table; null when it can. No value of the file is in it: they may be sensitive.</param>
internal sealed record TableProfile(IReadOnlyList<ColumnProfile> Columns, long Rows, string? Problem)
{
    /// <summary>More make no type that anybody would want to use, and compile slowly.</summary>
    internal const int MaxColumns = 1000;

    /// <summary>Columns that no type of ours can hold, each with the reason; null where there are none.</summary>
    internal string? LeftOut { get; init; }

    internal static TableProfile Unreadable(string problem) => new([], Rows: 0, problem);
}
