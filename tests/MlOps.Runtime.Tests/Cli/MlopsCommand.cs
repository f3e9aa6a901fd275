using System.Diagnostics;
using System.Globalization;
using System.Text;
using MlOps.Cli;

namespace MlOps.Tests.Cli;

/// <summary>The command <c>mlops</c> in a process of its own, as a person runs it.</summary>
internal sealed class MlopsCommand : IDisposable
{
    // What a shell starts in the background ignores Ctrl-C, and so would all that it starts.
    private static readonly string[] s_program = IsInterruptIgnored() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private MlopsCommand(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public static MlopsCommand Start(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(s_program[0], [.. s_program[1..], typeof(ExitCode).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // What the machine of the tests is configured with is not what they are about.
        start.Environment["DVC_GLOBAL_CONFIG_DIR"] = start.Environment["DVC_SYSTEM_CONFIG_DIR"] = Path.Combine(folder, "no such folder");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new MlopsCommand(Process.Start(start)!);
    }

    public static Task<(int Exit, string Output, string Error)> RunAsync(string folder, params string[] arguments) =>
        RunAsync(folder, environment: null, arguments);

    public static async Task<(int Exit, string Output, string Error)> RunAsync(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var command = Start(folder, environment, arguments);
        return await command.EndAsync();
    }

    public bool HasEnded => _process.HasExited;

    public void Kill() => _process.Kill();

    /// <summary>Sends a signal, such as <c>INT</c> for Ctrl-C.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<(int Exit, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, (await _output).ReplaceLineEndings("\n"), (await _error).ReplaceLineEndings("\n"));
    }

    public void Dispose() => _process.Dispose();

    private static bool IsInterruptIgnored()
    {
        const string Ignored = "SigIgn:";
        const ulong Interrupt = 1 << 1; // The bit of signal 2.
        return OperatingSystem.IsLinux()
            && (ulong.Parse(File.ReadLines("/proc/self/status").First(static line => line.StartsWith(Ignored, StringComparison.Ordinal))[Ignored.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }
}
