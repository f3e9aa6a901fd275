namespace MlOps.Store;

/// <summary>What the store knows of the code behind a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Fingerprint">The fingerprint of its method and of all that it calls; <see langword="null"/> for a run that no woven method made.</param>
/// <param name="Configuration">The build configuration, such as <c>Release</c>.</param>
/// <param name="Sdk">The version of the SDK that built it.</param>
/// <param name="Packages">The packages it was built with, and their versions. A tag holds them, so of very many the last are missing.</param>
/// <param name="Closure">What the fingerprint stands for; <see langword="null"/> when that was not recorded.</param>
public sealed record RecordedCode(
    string RunId,
    string? Fingerprint,
    string? Configuration,
    string? Sdk,
    IReadOnlyDictionary<string, string> Packages,
    RecordedClosure? Closure);

/// <summary>What a fingerprint stands for.</summary>
/// <param name="Methods">The methods and types of the user's projects that the run can reach, each with a hash of its own code.</param>
/// <param name="References">The assemblies that count as a whole: their full name and the id of their build, which is empty for the framework.</param>
/// <param name="Unseen">What the fingerprint cannot see, and the method that does it: <c>System.Reflection.MethodBase.Invoke in Demo.Trainer.Train()</c>.</param>
public sealed record RecordedClosure(
    IReadOnlyList<KeyValuePair<string, string>> Methods,
    IReadOnlyList<KeyValuePair<string, string>> References,
    IReadOnlyList<string> Unseen);
