using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;

namespace MlOps.Cli;

/// <summary>Ctrl-C, or another program's wish that this one ends: the command is asked to stop, and told to when it does not.</summary>
internal sealed class Interruption : IDisposable
{
    // As long as a block of a large file, or an answer of a remote, may take. A second Ctrl-C ends it at once.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly ParseResult _parsed;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _exit;
    private int _told;

    public Interruption(ParseResult parsed)
    {
        _parsed = parsed;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    public CancellationToken Token => _source.Token;

    public bool HasCome => _exit != 0;

    /// <summary>Says what was interrupted, once.</summary>
    public int Tell()
    {
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            var names = new Stack<string>();
            for (SymbolResult? result = _parsed.CommandResult; result is CommandResult command; result = result.Parent)
            {
                names.Push(command == _parsed.RootCommandResult ? "mlops" : command.Command.Name);
            }

            var isData = names.Contains("data");
            Failure.Tell(
                _parsed,
                "interrupted",
                $"'{string.Join(' ', names)}' was interrupted.{(isData ? " What it did is kept, and the same command goes on from there." : "")}",
                path: null,
                _exit);
        }

        return _exit;
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (HasCome)
        {
            return;
        }

        context.Cancel = true;
        // As shells count: 128 and the number of the signal.
        _exit = context.Signal == PosixSignal.SIGINT ? 130 : 143;
        _ = Task.Delay(s_patience).ContinueWith(_ => Environment.Exit(Tell()), TaskScheduler.Default);
        _source.Cancel();
    }
}
