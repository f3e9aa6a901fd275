using System.CommandLine;

namespace MlOps.Cli;

/// <summary>Puts commands below another.</summary>
internal static class Commands
{
    /// <summary>Adds the one that is called, or else all: thirty commands with their options take longer to make than most take to run.</summary>
    /// <param name="parent">The command above.</param>
    /// <param name="arguments">What was typed behind it.</param>
    /// <param name="commands">What there is, by name, in the order in which help tells.</param>
    public static void Add(Command parent, ReadOnlySpan<string> arguments, Dictionary<string, Func<Command>> commands)
    {
        if (arguments.Length > 0 && commands.TryGetValue(arguments[0], out var called))
        {
            parent.Add(called());
            return;
        }

        foreach (var create in commands.Values)
        {
            parent.Add(create());
        }
    }
}
