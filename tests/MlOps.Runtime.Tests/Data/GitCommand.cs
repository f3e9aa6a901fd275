using System.Diagnostics;

namespace MlOps.Tests.Data;

/// <summary>The real git, which our reading of its files is compared with.</summary>
internal static class GitCommand
{
    public static void Init(string folder) => Run(folder, "init", "-q", "-b", "main");

    public static string Run(string folder, params string[] arguments) => RunWith(folder, input: null, arguments);

    public static string RunWith(string folder, string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.excludesFile=", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode is 0 || (arguments[0] == "check-ignore" && process.ExitCode == 1), error.Result);
        return output;
    }
}
