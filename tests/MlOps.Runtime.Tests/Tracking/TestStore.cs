using Microsoft.Data.Sqlite;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Tests.Tracking;

/// <summary>A store of a test's own, with a recorder that writes into it.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly TempFolder _folder = new();
    private bool _isClosed;

    public TestStore(int ringCapacity = 1024)
    {
        Location = new StoreLocation(_folder.PathOf(".mlops"));
        Shown = new StringWriter();
        Recorder = new Recorder(Location, new Faults(Shown), ringCapacity);
    }

    public StoreLocation Location { get; }

    public Recorder Recorder { get; }

    /// <summary>What the user was told.</summary>
    public StringWriter Shown { get; }

    public Run Begin(string method = "Demo.Trainer.Train", string? experiment = null) =>
        Run.Begin(Recorder, new TrackedMethod(method) { Experiment = experiment, Configuration = "Release", Fingerprint = new string('a', 64) });

    public RecordedRunDetails Read(Run run)
    {
        Recorder.Flush();
        using var reader = RunReader.Open(Location);
        return reader.Details(reader.Find(run.RunId));
    }

    /// <summary>What is in the database, seen with other eyes than the reader's.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = StoreConnection.OpenToRead(Location);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var list = new List<T>();
        while (rows.Read())
        {
            list.Add(read(rows));
        }

        return list;
    }

    /// <summary>Does what another program might do to the database.</summary>
    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Location.DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Ends recording; the files stay until the end of the test.</summary>
    public void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            Recorder.Dispose();
        }
    }

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }
}
