using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace MlOps.Cli.Silicon;

/// <summary><c>mlops silicon --watch</c>: a picture that is drawn anew with each sample, or a stream of JSON.</summary>
internal static class SiliconWatch
{
    // Often enough for a key to be answered at once.
    private static readonly TimeSpan s_keys = TimeSpan.FromMilliseconds(50);

    private static readonly SafeFileHandle s_output = new(1, ownsHandle: false); // As Unix numbers it.

    public static async Task<int> RunAsync(TimeSpan interval, bool asJson, CancellationToken cancellation)
    {
        if (!asJson && Console.IsOutputRedirected)
        {
            await Console.Error.WriteLineAsync("mlops: --watch draws on a terminal. For a file or a pipe, add --json: it prints one document a line.").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        using var history = new MetricHistory(interval);
        SiliconSampling.Sampler.Subscribe(history);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await (asJson ? StreamAsync(history, end.Token) : DrawAsync(history, end)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Watching ends when one has seen enough; nothing was left undone.
        }
        finally
        {
            SiliconSampling.Sampler.Unsubscribe(history);
        }

        return ExitCode.Done;
    }

    private static async Task StreamAsync(MetricHistory history, CancellationToken cancellation)
    {
        using var output = OpenOutput();
        using var buffer = new MemoryStream();
        try
        {
            while (true)
            {
                await history.WaitAsync(cancellation).ConfigureAwait(false);
                buffer.SetLength(0);
                WriteLine(buffer, history.Snapshot());
                await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellation).ConfigureAwait(false);
                await output.FlushAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // Whoever read this has gone, as 'head' does.
        }
    }

    /// <summary>The standard output as a file: a console's stream does not tell when whoever read it has gone.</summary>
    private static Stream OpenOutput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(s_output, FileAccess.Write, bufferSize: 0);

    internal static void WriteLine(Stream output, IReadOnlyDictionary<string, double[]> metrics)
    {
        using (var writer = new Utf8JsonWriter(output, JsonOutput.Options with { Indented = false }))
        {
            writer.WriteStartObject();
            writer.WriteString("time", DateTime.UtcNow);
            if (SiliconSampling.Sampler.Thermal.IsKnown)
            {
                writer.WriteString("thermal_level", SiliconSampling.Sampler.Thermal.Level.ToString().ToLowerInvariant());
            }

            writer.WriteStartObject("metrics");
            foreach (var (name, values) in metrics)
            {
                writer.WriteNumber(name, values[^1]);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static async Task DrawAsync(MetricHistory history, CancellationTokenSource end)
    {
        Console.OutputEncoding = Encoding.UTF8;
        var keys = Task.Run(() => ListenAsync(end), CancellationToken.None);
        var console = Terminal.Console;
        await console.Live(new Text("Reading the machine …")).AutoClear(false).StartAsync(async live =>
        {
            while (!end.IsCancellationRequested)
            {
                await history.WaitAsync(end.Token).ConfigureAwait(false);
                live.UpdateTarget(SiliconPicture.Draw(SiliconInfo.Current, history.Snapshot(), SiliconSampling.Sampler.Thermal, console.Profile.Height));
            }
        }).ConfigureAwait(false);
        await keys.ConfigureAwait(false);
    }

    /// <summary>Ends the watching at <c>q</c>.</summary>
    private static async Task ListenAsync(CancellationTokenSource end)
    {
        while (!end.IsCancellationRequested && !Console.IsInputRedirected)
        {
            if (Console.KeyAvailable && Console.ReadKey(intercept: true).Key is ConsoleKey.Q or ConsoleKey.Escape)
            {
                await end.CancelAsync().ConfigureAwait(false);
                return;
            }

            await Task.Delay(s_keys, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
