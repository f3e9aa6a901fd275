using Spectre.Console;

namespace MlOps.Tests.Cli;

/// <summary>What a person sees, without colours.</summary>
internal static class Screen
{
    public static string Of(Action<IAnsiConsole> print)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 160;
        console.Profile.Capabilities.Unicode = true;
        print(console);
        return output.ToString();
    }
}
