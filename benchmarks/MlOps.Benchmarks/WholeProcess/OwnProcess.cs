using System.Diagnostics;

namespace MlOps.Benchmarks.WholeProcess;

/// <summary>This program once more, as a child.</summary>
internal static class OwnProcess
{
    /// <summary>Starts it; its output is read by the caller.</summary>
    public static Process Start(params ReadOnlySpan<string> arguments) => Start([], arguments);

    /// <summary>Starts it with variables of the environment.</summary>
    public static Process Start(IEnumerable<KeyValuePair<string, string>> variables, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.Ordinal))
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
