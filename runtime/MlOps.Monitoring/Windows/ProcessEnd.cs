using System.Runtime.InteropServices;

namespace MlOps.Monitoring.Windows;

/// <summary>What a program saw last is told before it is gone, whichever way it ends. (Since .NET 10 a signal no longer raises ProcessExit.)</summary>
internal static class ProcessEnd
{
    private static readonly PosixSignal[] s_endingSignals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP];

    // Held for as long as the process lives, as a registration that is collected no longer listens.
    private static PosixSignalRegistration[] s_signals = [];

    /// <param name="atEnd">Called when the process ends.</param>
    /// <param name="atSignal">Called on a signal, after which the program goes on if it handles it itself.</param>
    public static void Listen(Action atEnd, Action atSignal)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => atEnd();
        AppDomain.CurrentDomain.UnhandledException += (_, _) => atEnd();
        try
        {
            s_signals = Array.ConvertAll(s_endingSignals, signal => PosixSignalRegistration.Create(signal, _ => atSignal()));
        }
        catch (PlatformNotSupportedException)
        {
            // Where there are no signals none ends the process.
        }
    }
}
