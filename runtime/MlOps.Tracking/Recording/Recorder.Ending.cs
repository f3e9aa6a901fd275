using System.Runtime.InteropServices;

namespace MlOps.Recording;

// A process ends in one of three ways that let us speak: by itself, by an exception that nobody caught, or by a signal, after
// which it ends as it would have without us. (Since .NET 10 a signal no longer raises ProcessExit.)
internal sealed partial class Recorder
{
    private static readonly PosixSignal[] s_endingSignals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP];

    private readonly List<PosixSignalRegistration> _signals = [];

    private void ListenToTheEnd()
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        AppDomain.CurrentDomain.UnhandledException += OnCrash;
        Guard("listen to signals", () => _signals.AddRange(
            s_endingSignals.Select(signal => PosixSignalRegistration.Create(signal, _ => OnSignal()))));
    }

    private void StopListening()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        AppDomain.CurrentDomain.UnhandledException -= OnCrash;
        _signals.ForEach(static signal => signal.Dispose());
    }

    private void OnSignal()
    {
        EndOpenRuns(RunStatus.Killed, message: null);
        FinishDelivery();
    }

    private void FinishDelivery() => Guard("deliver the runs", () => _delivery?.Finish());

    /// <summary>The program may still go on, if it handles the signal itself; then the real end of a run replaces this one.</summary>
    private void EndOpenRuns(RunStatus status, string? message) => Guard("write the end of the runs", () =>
    {
        lock (_draining)
        {
            Drain(insist: true);
            _writer.EndOpenRuns(status, message, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            _delivery?.Committed(_location, _writer.OpenRuns.Count);
        }
    });

    /// <summary>An exception that nobody caught, wherever it came from, is what the open runs died of.</summary>
    private void OnCrash(object sender, UnhandledExceptionEventArgs arguments)
    {
        if (arguments.ExceptionObject is Exception error)
        {
            Guard("keep the exception", () => FailOpenRuns(error));
        }

        OnExit(sender, arguments);
    }

    private void FailOpenRuns(Exception error)
    {
        Run[] open;
        lock (_draining)
        {
            Drain(insist: true);
            open = [.. _writer.OpenRuns];
        }

        foreach (var run in open)
        {
            run.Fail(error);
        }
    }

    private void OnExit(object? sender, EventArgs arguments)
    {
        EndOpenRuns(RunStatus.Failed, $"The program ended before the run did, with exit code {Environment.ExitCode}.");
        Guard("close the store", Close);
        FinishDelivery();
        if (Waits > 0)
        {
            Console.Error.WriteLine($"mlops: metrics came faster than the disk took them; training waited for it {Waits} times.");
        }

        if (Faults.Count > 1)
        {
            Console.Error.WriteLine($"mlops: {Faults.Count} things could not be recorded; the first of each kind was shown above.");
        }
    }
}
