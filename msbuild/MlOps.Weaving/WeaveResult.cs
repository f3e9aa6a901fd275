namespace MlOps.Weaving;

/// <summary>What became of the assembly.</summary>
public enum WeaveOutcome
{
    /// <summary>It has no trackers; it was not touched.</summary>
    NothingToWeave,

    /// <summary>An earlier pass wove it; it was not touched.</summary>
    AlreadyWoven,

    /// <summary>Every tracked method now runs through its tracker.</summary>
    Woven,

    /// <summary>The errors say why; it was not touched.</summary>
    Failed,
}

/// <summary>What <see cref="Weaver"/> did.</summary>
/// <param name="Outcome">What became of the assembly.</param>
/// <param name="Methods">The methods this pass redirected, in metadata order of their trackers.</param>
/// <param name="Errors">Why nothing was written; empty unless the outcome is <see cref="WeaveOutcome.Failed"/>.</param>
public sealed record WeaveResult(WeaveOutcome Outcome, IReadOnlyList<WovenMethod> Methods, IReadOnlyList<WeaveError> Errors);

/// <summary>A method that now runs through its tracker.</summary>
/// <param name="Name">Its full name: <c>Demo.Trainer.Train</c>.</param>
/// <param name="Fingerprint">The fingerprint of its code and of all it calls in the assembly, 64 lower-case hex digits; <see langword="null"/> of a tracker that has none.</param>
public sealed record WovenMethod(string Name, string? Fingerprint);
