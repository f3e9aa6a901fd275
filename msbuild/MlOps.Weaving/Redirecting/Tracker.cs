using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>A generated tracker and the user's method that it records.</summary>
/// <param name="MethodName">The full name of the user's method: <c>Demo.Trainer.Train</c>.</param>
/// <param name="Method">The user's method.</param>
/// <param name="Invoke">What callers of the method are to reach.</param>
/// <param name="Body">What <paramref name="Invoke"/> calls, to be pointed at the user's code.</param>
/// <param name="Fingerprint">Returns the fingerprint; null until woven. A tracker of a monitored method has none.</param>
internal sealed record Tracker(
    string MethodName, MethodDefinition Method, MethodDefinition Invoke, MethodDefinition Body, MethodDefinition? Fingerprint);
