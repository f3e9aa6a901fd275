using System.CommandLine;
using System.Reflection;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data version</c>: the same as <c>mlops --version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Show the version of this tool.");
        command.SetAction(static _ =>
        {
            Console.WriteLine(typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
            return ExitCode.Done;
        });
        return command;
    }
}
