using System.ComponentModel;
using System.Diagnostics;
using MlOps.Store;

namespace MlOps.Cli.Doctor;

/// <summary>The .NET SDK that builds here: the one that a <c>global.json</c> of the current directory chooses.</summary>
internal static class Sdk
{
    private const string Name = ".NET SDK";
    private const string Cure = "Install the .NET 10 SDK from https://dot.net, or change global.json.";
    private const int Needed = 10;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static HealthCheck Check()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var version = process.StandardOutput.ReadToEnd().Trim();
            if (!process.WaitForExit(s_patience) || process.ExitCode != 0)
            {
                return new(Name, false, "'dotnet --version' found none that fits", Cure);
            }

            return int.TryParse(version.Split('.')[0], out var major) && major >= Needed
                ? new(Name, true, version)
                : new(Name, false, $"{version} is too old", Cure);
        }
        catch (Win32Exception fault)
        {
            return new(Name, false, $"'dotnet' cannot be started: {fault.Message}", Cure);
        }
    }
}
