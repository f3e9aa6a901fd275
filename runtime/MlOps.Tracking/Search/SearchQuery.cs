namespace MlOps.Search;

/// <summary>What a search asks the database for.</summary>
/// <param name="Conditions">What must hold.</param>
/// <param name="Orders">What to sort by; then come start time, newest first, and id.</param>
/// <param name="Experiments">The ids of the experiments; <see langword="null"/> for all that are not deleted.</param>
/// <param name="View">Whether deleted runs are meant.</param>
/// <param name="Most">How many runs, from the first, are wanted.</param>
internal sealed record SearchQuery(
    IReadOnlyList<RunCondition> Conditions,
    IReadOnlyList<RunOrder> Orders,
    IReadOnlyList<long>? Experiments,
    RunView View,
    int Most)
{
    /// <summary>Whether the newest runs come first.</summary>
    public bool IsNewestFirst => Orders is [] or [{ Field: { Entity: RunEntity.Attribute, Key: RunField.StartTime }, IsDescending: true }, ..];
}
