using System.CommandLine;
using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data get</c>.</summary>
internal static class GetCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name@version") { Description = "A data set, or a file in one that is a folder, and behind an @ a revision of git, or the MD5 of a version or its beginning: data/iris.csv@v1." };
        var to = new Option<string?>("--out", "-o") { Description = "Where it goes; the current folder when nothing is said." };
        var json = DataOptions.Json();
        var command = new Command("get", "Write a version of a data set to somewhere else, out of the cache.") { name, to, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var dataset = DatasetGetter.Find(repository, parsed.GetValue(name)!);
            var target = parsed.GetValue(to) is { } given ? (Directory.Exists(given) ? Path.Combine(given, Path.GetFileName(dataset.Path)) : given) : Path.GetFileName(dataset.Path);
            DatasetGetter.Write(repository, dataset, target, cancellationToken);
            if (parsed.GetValue(json))
            {
                using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
                writer.WriteStartObject();
                writer.WriteString("path", dataset.Path);
                writer.WriteString("md5", dataset.Md5);
                writer.WriteString("out", Path.GetFullPath(target));
                writer.WriteEndObject();
            }
            else
            {
                Console.WriteLine($"Wrote {TerminalText.Of(dataset.Path)} ({dataset.Md5}) to {TerminalText.Of(target)}");
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
