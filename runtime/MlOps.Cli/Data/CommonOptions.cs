using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace MlOps.Cli.Data;

/// <summary>What every command of <c>mlops data</c> understands, and what none of them takes.</summary>
internal static class CommonOptions
{
    private const string QuietName = "--quiet";

    /// <summary>Gives them to a command and to those below it.</summary>
    public static void AddTo(Command command)
    {
        foreach (var below in command.Subcommands)
        {
            AddTo(below);
        }

        if (command.Subcommands.Count > 0)
        {
            return;
        }

        if (command.Options.All(static option => option.Name != QuietName))
        {
            var quiet = DataOptions.Quiet();
            quiet.Action = new Hush();
            command.Options.Add(quiet);
        }

        command.Options.Add(new Option<bool>("--verbose", "-v") { Description = "Does nothing: what goes wrong is always told in full. Known because DVC has it." });
        command.Validators.Add(Refuse);
    }

    // Arguments and values take what no option is: one that is misspelt would be taken for a name. Behind "--" and "=" all are names.
    private static void Refuse(CommandResult result)
    {
        var words = Environment.GetCommandLineArgs().TakeWhile(static word => word != "--").ToHashSet(StringComparer.Ordinal);
        foreach (var child in result.Children.Where(static child => child is ArgumentResult or OptionResult))
        {
            var isFile = child is ArgumentResult { Argument.Name: DataOptions.TargetsName };
            foreach (var token in child.Tokens.Where(token => token.Value is ['-', _, ..] && words.Contains(token.Value) && !(isFile && Path.Exists(token.Value))))
            {
                result.AddError($"There is no option '{token.Value}'. What is a name and begins with a dash goes behind '--'.");
            }

            if (isFile && child.Tokens.Any(static token => token.Value.Length == 0))
            {
                result.AddError("A target is empty: name a file or folder; '.' is the current folder.");
            }
        }
    }

    /// <summary>Takes the output away; JSON that is asked for is written past it.</summary>
    private sealed class Hush : SynchronousCommandLineAction
    {
        public override bool Terminating => false;

        public override int Invoke(ParseResult parseResult)
        {
            if (parseResult.GetValue<bool>(QuietName))
            {
                Console.SetOut(TextWriter.Null);
            }

            return ExitCode.Done;
        }
    }
}
