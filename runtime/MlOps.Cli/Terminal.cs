using Spectre.Console;

namespace MlOps.Cli;

/// <summary>Where tables and trees are drawn; made for those who draw one, since that takes a while.</summary>
internal static class Terminal
{
    // A file or a pipe has no edge to wrap at.
    private const int Endless = 400;

    public static IAnsiConsole Console { get; } = Create();

    private static IAnsiConsole Create()
    {
        var console = AnsiConsole.Console;
        if (System.Console.IsOutputRedirected)
        {
            console.Profile.Width = Endless;
        }

        return console;
    }
}
