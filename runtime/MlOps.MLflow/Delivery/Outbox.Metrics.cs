namespace MlOps.MLflow.Delivery;

// Points of metrics, in the order in which they were recorded.
internal sealed partial class Outbox
{
    /// <summary>Reads the next points of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="after">The row after which to begin.</param>
    /// <param name="parcel">Takes them; what was in it is gone.</param>
    /// <returns>Whether there are any.</returns>
    public bool ReadMetrics(string run, long after, MetricParcel parcel)
    {
        parcel.Clear();
        Sql.Query(
            "SELECT rowid, key, value, is_nan, timestamp, step FROM metrics WHERE run_uuid = $run AND rowid > $after ORDER BY rowid LIMIT $most",
            row =>
            {
                parcel.Add(new MetricRow(row.GetInt64(0), row.GetString(1), row.GetBoolean(3) ? double.NaN : row.GetDouble(2), row.GetInt64(4), row.GetInt64(5)));
                return 0;
            },
            ("$run", run), ("$after", after), ("$most", LogBatch.MostValues));
        return parcel.Count > 0;
    }

    /// <summary>How many points lie up to a row; other than the noted number if rows were numbered anew.</summary>
    public long CountMetrics(string run, long last) =>
        (long)Sql.Scalar("SELECT count(*) FROM metrics WHERE run_uuid = $run AND rowid <= $last", ("$run", run), ("$last", last))!;

    /// <summary>How many points the server lacks.</summary>
    public long CountNewMetrics(string run, long last) =>
        (long)Sql.Scalar("SELECT count(*) FROM metrics WHERE run_uuid = $run AND rowid > $last", ("$run", run), ("$last", last))!;
}
