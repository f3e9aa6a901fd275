namespace MlOps.Monitoring.Calibrated;

/// <summary>What a test says of two sides.</summary>
/// <param name="PValue">How likely a difference like this one is without drift; <see langword="null"/> where it says nothing.</param>
/// <param name="Effect">How large the difference is, on the scale of the test.</param>
/// <param name="Reason">Why it says nothing.</param>
internal readonly record struct TestResult(double? PValue, double? Effect, string? Reason = null);
