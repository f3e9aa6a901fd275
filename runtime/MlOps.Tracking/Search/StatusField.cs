using MlOps.Store;

namespace MlOps.Search;

/// <summary>How far a run has come, as a filter compares it.</summary>
public sealed class StatusField
{
    private readonly TextField _text = new(new RunField(RunEntity.Attribute, "status"));

    internal StatusField()
    {
    }

    /// <summary>The status is that.</summary>
    /// <param name="status">The status.</param>
    public RunFilter EqualTo(RunStatus status) => _text.EqualTo(RunStatusText.Of(status));

    /// <summary>The status is another.</summary>
    /// <param name="status">The status.</param>
    public RunFilter NotEqualTo(RunStatus status) => _text.NotEqualTo(RunStatusText.Of(status));
}
