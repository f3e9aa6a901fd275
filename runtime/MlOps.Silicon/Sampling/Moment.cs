namespace MlOps.Silicon.Sampling;

/// <summary>When a sample is taken.</summary>
/// <param name="Seconds">On a clock that never goes back.</param>
/// <param name="IsAfterGap">
/// Whether so much more time passed than was waited for that the machine must have slept: a rate over that time would mean nothing.
/// </param>
internal readonly record struct Moment(double Seconds, bool IsAfterGap = false);
