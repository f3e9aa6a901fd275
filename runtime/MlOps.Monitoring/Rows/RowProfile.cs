using MlOps.Monitoring.Windows;

namespace MlOps.Monitoring;

/// <summary>Profiles of <c>[Monitored]</c> rows that a program has or reads.</summary>
/// <example>
/// <code>
/// var reference = RowProfile.Of(trainingRows);
/// await reference.SaveAsync("iris.profile");
/// </code>
/// </example>
public static class RowProfile
{
    /// <summary>The profile of rows in memory.</summary>
    /// <param name="rows">The rows, enumerated once and not kept.</param>
    /// <param name="salt">Hides the values of <c>[Sensitive]</c> columns, 16 bytes or more; a new one unless said.</param>
    /// <exception cref="InvalidOperationException">The type of the rows is not <c>[Monitored]</c>.</exception>
    public static DatasetProfile Of<TRow>(IEnumerable<TRow> rows, ReadOnlyMemory<byte>? salt = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var reading = new Reading<TRow>(salt);
        foreach (var row in rows)
        {
            reading.Add(in row);
        }

        return reading.ToProfile();
    }

    /// <summary>The profile of a stream of rows.</summary>
    /// <param name="rows">The rows, enumerated once and not kept.</param>
    /// <param name="salt">Hides the values of <c>[Sensitive]</c> columns, 16 bytes or more; a new one unless said.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="InvalidOperationException">The type of the rows is not <c>[Monitored]</c>.</exception>
    public static async Task<DatasetProfile> OfAsync<TRow>(
        IAsyncEnumerable<TRow> rows, ReadOnlyMemory<byte>? salt = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var reading = new Reading<TRow>(salt);
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            reading.Add(in row);
        }

        return reading.ToProfile();
    }

    /// <summary>Rows are gathered in blocks, as the worker of a monitor gets them.</summary>
    private sealed class Reading<TRow>
    {
        private const int BlockRows = 1024;

        private readonly RowReader<TRow> _read;
        private readonly RowProfiler _profiler;
        private readonly RowBuffer _block;
        private readonly DatasetProfile _profile;

        public Reading(ReadOnlyMemory<byte>? salt)
        {
            var schema = RowSchema<TRow>.Current;
            var texts = schema.Columns.Count(static column => column.IsText);
            _read = schema.Read;
            _profiler = new RowProfiler(schema.Columns, reference: null, BlockRows, salt);
            _block = new RowBuffer(BlockRows, schema.Columns.Count - texts, texts);
            _profile = _profiler.Empty();
        }

        public void Add(in TRow row)
        {
            if (_block.TryWrite(in row, _read) == BlockRows)
            {
                Take();
            }
        }

        public DatasetProfile ToProfile()
        {
            Take();
            return _profile;
        }

        private void Take()
        {
            _profiler.Add(_profile, _block, _block.Rows());
            _block.Reopen();
        }
    }
}
