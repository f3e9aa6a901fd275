using MlOps.Monitoring.Calibrated;
using MlOps.Monitoring.Evidently;

namespace MlOps.Monitoring;

/// <summary>Tells whether rows still look like those of a reference.</summary>
public static class DriftDetector
{
    /// <summary>Compares the rows of two tables, by the rules of <see cref="DriftOptions.Mode"/>.</summary>
    /// <param name="reference">What the rows are held against.</param>
    /// <param name="current">The rows.</param>
    /// <param name="options">By what rules and methods; the defaults unless said.</param>
    /// <param name="cancellationToken">Ends the comparison between two columns.</param>
    /// <exception cref="ArgumentException">The options name an unknown method or a column that is not there.</exception>
    public static DriftReport Compare(Table reference, Table current, DriftOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        if (options?.Mode == DriftMode.Evidently)
        {
            return EvidentlyDrift.Compare(reference, current, options, cancellationToken);
        }

        return Compare(
            DatasetProfile.Of(reference, cancellationToken: cancellationToken),
            DatasetProfile.Of(current, cancellationToken: cancellationToken),
            options,
            cancellationToken);
    }

    /// <summary>Compares profiles of rows, by the calibrated rules: the exact mode needs all rows.</summary>
    /// <param name="reference">What the rows are held against.</param>
    /// <param name="current">The profile of the rows.</param>
    /// <param name="options">By what level and methods; the defaults unless said.</param>
    /// <param name="cancellationToken">Ends the comparison between two columns.</param>
    /// <exception cref="ArgumentException">The options ask for Evidently's mode, an unknown method or a column that is not there.</exception>
    public static DriftReport Compare(DatasetProfile reference, DatasetProfile current, DriftOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        cancellationToken.ThrowIfCancellationRequested();
        options ??= new DriftOptions();
        if (options.Mode == DriftMode.Evidently)
        {
            throw new ArgumentException("Evidently's numbers need all rows, and a profile does not have them: compare tables, or profiles in the calibrated mode.", nameof(options));
        }

        options.Check(reference.Columns.Concat(current.Columns).Select(static column => column.Name));
        return CalibratedDrift.Compare(reference, current, options, cancellationToken);
    }
}
