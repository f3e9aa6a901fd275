using System.ComponentModel;
using System.Diagnostics;

namespace MlOps.Data.Git;

/// <summary>Runs git, for what only git can do: history and staging.</summary>
internal static class GitProcess
{
    /// <summary>Runs a command and gives what it printed.</summary>
    /// <exception cref="DataOperationException">There is no git, or it says no.</exception>
    public static string Run(string folder, params IEnumerable<string> arguments)
    {
        using var process = Start(folder, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output
            : throw new DataOperationException(folder, $"git {string.Join(' ', arguments)}: {Line(errors.GetAwaiter().GetResult())}");
    }

    /// <summary>What git said, as one line of a message.</summary>
    internal static string Line(string errors) => string.Join(' ', errors.Split((char[])['\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>As <see cref="Run"/>; null where git says no.</summary>
    public static string? TryRun(string folder, params IEnumerable<string> arguments)
    {
        try
        {
            return Run(folder, arguments);
        }
        catch (DataOperationException)
        {
            return null;
        }
    }

    // What another repository says must not run programs here: no helpers named by an address, no hooks.
    private static readonly string[] s_safe =
    [
        "-c", "protocol.ext.allow=never", "-c", $"core.hooksPath={(OperatingSystem.IsWindows() ? "NUL" : "/dev/null")}", "-c", "core.fsmonitor=false",
        "-c", "safe.bareRepository=all",
    ];

    /// <summary>Starts git for work on a repository that nobody here vouches for.</summary>
    internal static Process StartSafely(string folder, IEnumerable<string> arguments) => Start(folder, [.. s_safe, .. arguments], hasInput: false, isSafe: true);

    internal static Process Start(string folder, IEnumerable<string> arguments, bool hasInput = false) => Start(folder, arguments, hasInput, isSafe: false);

    private static Process Start(string folder, IEnumerable<string> arguments, bool hasInput, bool isSafe)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // Names as they are, and no questions that nobody answers.
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("core.quotepath=off");
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C.UTF-8";
        if (isSafe)
        {
            start.Environment["GIT_ALLOW_PROTOCOL"] = "file:git:http:https:ssh";
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            var process = Process.Start(start)!;
            if (!hasInput)
            {
                process.StandardInput.Close();
            }

            return process;
        }
        catch (Win32Exception problem)
        {
            throw new DataOperationException(folder, "git cannot be run: install it, or put it on the PATH.", problem);
        }
    }
}
