using System.Diagnostics;
using MlOps.Store;

namespace MlOps.Tests.Tracking;

/// <summary>A process of its own that writes to a store: <c>tests/MlOps.Tracking.Writer</c>.</summary>
internal sealed class WriterProcess : IDisposable
{
    private static readonly string[] s_asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];

    private readonly Process _process;
    private readonly Task<string> _errors;

    private WriterProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public StreamReader Output => _process.StandardOutput;

    public async Task<List<string>> ReadLinesAsync()
    {
        var lines = new List<string>();
        while (await Output.ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    public string Errors => _errors.Result;

    public static WriterProcess Start(StoreLocation location, params string[] arguments) =>
        new(Process.Start(StartInfo(location, "dotnet", [Program, .. arguments]))!);

    /// <summary>Starts it in a shell that first sets limits, such as <c>ulimit -f 100</c>.</summary>
    public static WriterProcess StartLimited(StoreLocation location, string limit, params string[] arguments)
    {
        var start = StartInfo(location, "bash", ["-c", $"{limit}; exec dotnet \"$0\" \"$@\"", Program, .. arguments]);
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // Else the runtime itself needs a file of some gigabytes, in memory.
        return new(Process.Start(start)!);
    }

    /// <summary>Starts it as somebody who may not write where root may; anybody but root is somebody like that.</summary>
    public static WriterProcess StartUnprivileged(StoreLocation location, params string[] arguments) => Environment.IsPrivilegedProcess
        ? new(Process.Start(StartInfo(location, "setpriv", [.. s_asNobody, "dotnet", Program, .. arguments]))!)
        : Start(location, arguments);

    /// <summary>Whether the program can be read by <see cref="StartUnprivileged"/>.</summary>
    public static bool IsReadByAll()
    {
        using var probe = Process.Start("setpriv", [.. s_asNobody, "test", "-r", Program]);
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    public void Kill()
    {
        _process.Kill(); // SIGKILL: the process gets no word in.
        _process.WaitForExit();
    }

    public void CloseInput() => _process.StandardInput.Close();

    public int WaitForExit()
    {
        Assert.True(_process.WaitForExit(TimeSpan.FromMinutes(2)), "The writer did not end.");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "MlOps.Tracking.Writer.dll");

    private static ProcessStartInfo StartInfo(StoreLocation location, string program, string[] arguments) => new(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["MLOPS_HOME"] = location.Folder },
    };
}
