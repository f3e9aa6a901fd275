namespace MlOps;

/// <summary>What is told when a run is about to end.</summary>
/// <param name="run">The run.</param>
public sealed class RunEndingEventArgs(IObservedRun run) : EventArgs
{
    /// <summary>The run; what is logged now still belongs to it.</summary>
    public IObservedRun Run => run;
}
