using MlOps.Store;

namespace MlOps.Search;

/// <summary>A part of what a search found.</summary>
/// <param name="Runs">The runs, in order.</param>
/// <param name="NextPageToken">What to ask with for the next page; <see langword="null"/> when this one is the last.</param>
public sealed record RunPage(IReadOnlyList<RecordedRun> Runs, string? NextPageToken);
