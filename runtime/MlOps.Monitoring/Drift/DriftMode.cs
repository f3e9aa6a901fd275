namespace MlOps.Monitoring;

/// <summary>By what rules drift is told.</summary>
public enum DriftMode
{
    /// <summary>Tests that respect the sizes of both sides, at a stated rate of false alarms over all columns.</summary>
    Calibrated,

    /// <summary>The numbers and verdicts of Evidently 0.7, to the digit.</summary>
    Evidently,
}
