using System.CommandLine;
using System.Text.Json;
using MlOps.Store;
using Spectre.Console;

namespace MlOps.Cli.Doctor;

/// <summary><c>mlops doctor</c>: whether everything is as it should be, and what helps where it is not.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var assembly = new Option<string?>("--assembly", "-a") { Description = "An assembly whose weaving state is looked at, such as bin/Debug/net10.0/App.dll." };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else." };
        var command = new Command("doctor", "Look whether the store, the SDK and the configuration are as they should be.") { assembly, json };
        command.SetAction(parsed =>
        {
            var checks = Check(parsed.GetValue(assembly));
            if (parsed.GetValue(json))
            {
                WriteJson(Console.OpenStandardOutput(), checks);
            }
            else
            {
                Print(Terminal.Console, checks);
            }

            return checks.All(static check => check.Ok) ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    internal static void WriteJson(Stream output, IReadOnlyList<HealthCheck> checks)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteBoolean("ok", checks.All(static check => check.Ok));
        writer.WriteStartArray("checks");
        foreach (var check in checks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", check.Name);
            writer.WriteBoolean("ok", check.Ok);
            writer.WriteString("detail", check.Detail);
            writer.WriteString("cure", check.Cure);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    internal static void Print(IAnsiConsole console, IEnumerable<HealthCheck> checks)
    {
        foreach (var check in checks)
        {
            console.MarkupLineInterpolated($"{(check.Ok ? "ok  " : "FAIL")} {check.Name}: {TerminalText.Of(check.Detail)}");
            if (check is { Ok: false, Cure: { } cure })
            {
                console.MarkupLineInterpolated($"     {TerminalText.Of(cure)}");
            }
        }
    }

    private static List<HealthCheck> Check(string? assembly)
    {
        List<HealthCheck> checks = [.. StoreHealth.Check(StoreLocation.Resolve()), Sdk.Check(), .. Configuration.Check()];
        if (assembly is not null)
        {
            checks.Add(WeavingState.Check(assembly));
        }

        return checks;
    }
}
