using MlOps.Store;

namespace MlOps.Recovery;

/// <summary>
/// What the store knows about processes and the runs they have open: written by the process itself, read by the next one
/// that starts, which closes the runs of those that died.
/// </summary>
internal sealed class OpenRuns(StoreStatements statements, StoreLocation location)
{
    /// <summary>How often a process says that it is alive, at least, while it has runs open.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A process on another machine has died when it was silent for this long. One that merely slept takes its runs back.
    /// </summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private readonly List<string> _closed = [];

    /// <summary>Says that the process is alive.</summary>
    /// <returns>Whether the store still knew it; if not, another process took it for dead and closed its runs.</returns>
    public bool Beat(ProcessMark process, long now) => statements.Execute(
        "UPDATE mlops_processes SET heartbeat = $now WHERE process_id = $process", ("$now", now), ("$process", process.Id)) > 0;

    public void Register(ProcessMark process, long now) => statements.Execute(
        """
        INSERT OR REPLACE INTO mlops_processes (process_id, host, pid, kernel, has_lock, heartbeat)
        VALUES ($process, $host, $pid, $kernel, $lock, $now)
        """,
        ("$process", process.Id), ("$host", Environment.MachineName), ("$pid", Environment.ProcessId),
        ("$kernel", ProcessMark.Kernel), ("$lock", process.IsLocked), ("$now", now));

    public void Unregister(ProcessMark process)
    {
        statements.Execute("DELETE FROM mlops_open_runs WHERE process_id = $process", ("$process", process.Id));
        statements.Execute("DELETE FROM mlops_processes WHERE process_id = $process", ("$process", process.Id));
    }

    public void Add(ProcessMark process, string run) => statements.Execute(
        "INSERT OR REPLACE INTO mlops_open_runs (run_uuid, process_id) VALUES ($run, $process)", ("$run", run), ("$process", process.Id));

    public void Remove(string run) => statements.Execute("DELETE FROM mlops_open_runs WHERE run_uuid = $run", ("$run", run));

    /// <summary>Goes on with a run that another process closed while this one slept.</summary>
    public void TakeBack(ProcessMark process, string run)
    {
        statements.Execute("UPDATE runs SET status = 'RUNNING', end_time = NULL WHERE run_uuid = $run", ("$run", run));
        statements.Execute("DELETE FROM tags WHERE run_uuid = $run AND key = 'mlops.error.message'", ("$run", run));
        Add(process, run);
    }

    /// <summary>Whether there is anything to close; reads only.</summary>
    public bool HasDead(DateTimeOffset now) => Others(self: null).Exists(process => IsDead(process, now));

    /// <summary>Closes the runs of every process that died, as failed at its last sign of life. All that it had flushed stays.</summary>
    /// <returns>How many runs were closed.</returns>
    public int CloseDead(ProcessMark? self, DateTimeOffset now)
    {
        var closed = 0;
        foreach (var process in Others(self).Where(process => IsDead(process, now)))
        {
            closed += Close(process);
        }

        return closed;
    }

    /// <summary>
    /// Removes the marks of the processes that <see cref="CloseDead"/> closed. After the commit: if we died in between, a mark
    /// that is gone while the store still knows its process would tell nobody that it is dead. And the marks of those that died
    /// before the store knew them.
    /// </summary>
    public void RemoveMarks(DateTimeOffset now)
    {
        var known = Others(self: null).Select(static process => process.Id).ToHashSet();
        var forgotten = ProcessMark.MadeBefore(location, now - LongestSilence)
            .Where(process => !known.Contains(process) && ProcessMark.IsAlive(location, process) == false);
        foreach (var process in _closed.Concat(forgotten))
        {
            ProcessMark.Remove(location, process);
        }
    }

    private List<KnownProcess> Others(ProcessMark? self) => statements.Query(
        "SELECT process_id, host, pid, kernel, has_lock, heartbeat FROM mlops_processes WHERE process_id <> $self",
        static row => new KnownProcess(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetBoolean(4), row.GetInt64(5)),
        ("$self", self?.Id ?? ""));

    private bool IsDead(KnownProcess process, DateTimeOffset now)
    {
        var isSilent = now.ToUnixTimeMilliseconds() - process.Heartbeat > LongestSilence.TotalMilliseconds;
        return process.HasLock && process.Kernel == ProcessMark.Kernel
            ? !(ProcessMark.IsAlive(location, process.Id) ?? !isSilent)
            : isSilent;
    }

    private int Close(KnownProcess process)
    {
        const string Runs = "SELECT run_uuid FROM mlops_open_runs WHERE process_id = $process";
        statements.Execute(
            $"""
            INSERT INTO tags (key, value, run_uuid)
            SELECT 'mlops.error.message', $message, run_uuid FROM runs WHERE run_uuid IN ({Runs}) AND status = 'RUNNING'
            ON CONFLICT (key, run_uuid) DO NOTHING
            """,
            ("$message", $"The process that trained (id {process.Pid} on {process.Host}) ended without a word."), ("$process", process.Id));
        var closed = statements.Execute(
            $"UPDATE runs SET status = 'FAILED', end_time = max(start_time, $time) WHERE run_uuid IN ({Runs}) AND status = 'RUNNING'",
            ("$time", process.Heartbeat), ("$process", process.Id));
        statements.Execute("DELETE FROM mlops_open_runs WHERE process_id = $process", ("$process", process.Id));
        statements.Execute("DELETE FROM mlops_processes WHERE process_id = $process", ("$process", process.Id));
        _closed.Add(process.Id);
        return closed;
    }

    private sealed record KnownProcess(string Id, string Host, long Pid, string Kernel, bool HasLock, long Heartbeat);
}
