using System.Diagnostics;

namespace MlOps.Tests;

/// <summary>What a program printed and how it ended.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    public Outcome ShouldSucceed()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}\n{Output}\n{Errors}");
        return this;
    }

    public Outcome ShouldFailWith(params string[] texts)
    {
        Assert.True(ExitCode != 0, $"It succeeded.\n{Output}");
        Assert.All(texts, text => Assert.True((Output + Errors).Contains(text, StringComparison.Ordinal), $"Not found: {text}\n{Output}\n{Errors}"));
        return this;
    }
}

/// <summary>Runs a program as a user would, free of what the test run left in the environment.</summary>
internal static class Command
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8);

    public static Outcome Run(string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(folder, program, arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {s_limit}.");
        }

        return new Outcome(process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }

    public static Process Start(string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfTheTestRun).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        CompilerServer.AddTo(start.Environment);
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static bool IsOfTheTestRun(string name) =>
        name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("MLOPS", StringComparison.Ordinal)
        || name.StartsWith("MLFLOW", StringComparison.Ordinal)
        || name.StartsWith("CORECLR_", StringComparison.Ordinal) // The profiler that measures coverage: a user's build has none, and is twice as fast.
        || name is "CI" or "ContinuousIntegrationBuild" or "DOTNET_ROOT" or "TESTINGPLATFORM_TELEMETRY_OPTOUT";
}
