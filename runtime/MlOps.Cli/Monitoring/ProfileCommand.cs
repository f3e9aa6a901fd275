using System.CommandLine;
using MlOps.Monitoring;

namespace MlOps.Cli.Monitoring;

/// <summary><c>mlops profile</c>: what is kept of a file instead of its rows, for later comparisons.</summary>
internal static class ProfileCommand
{
    public static Command Create()
    {
        var file = new Argument<string[]>("file") { Description = "A CSV or Parquet file, or a profile; several are taken for parts of one.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--output", "-o") { Description = "Where the profile goes; beside the first file, with .profile at its end, unless named." };
        var sensitive = new Option<string[]>("--sensitive") { Description = "Columns whose values are kept as salted hashes only.", AllowMultipleArgumentsPerToken = true };
        var like = new Option<string?>("--like") { Description = "A profile to be compared or merged with later: columns have the types that they have there, and hidden ones its salt." };
        var input = new InputOptions();
        var command = new Command("profile", "Profile a file: a small summary that drift can be told with when the rows are gone.") { file, output, sensitive, like };
        input.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = parsed.GetValue(file)!;
            var hidden = parsed.GetValue(sensitive) ?? [];
            var target = parsed.GetValue(output) ?? files[0] + ".profile";
            DatasetProfile profile;
            try
            {
                Look(target);
                var (table, options) = (input.Table(parsed) with { Types = input.Types(parsed) }, new ProfileOptions());
                if (parsed.GetValue(like) is { } path)
                {
                    var known = await DatasetProfile.LoadAsync(path, cancellationToken).ConfigureAwait(false);
                    (table, options) = (ReferenceProfile.Types(known, table), ReferenceProfile.Options(known));
                }

                profile = await ProfileAsync(files, table, options with { Sensitive = [.. options.Sensitive.Union(hidden)], MayLackSensitive = true }, cancellationToken).ConfigureAwait(false);
                Look(profile, hidden);
            }
            catch (ArgumentException problem)
            {
                // Parts that do not fit together, a column that is not there, a file that would be lost.
                return Failure.Tell(parsed, "usage", UsageText.Of(problem), path: null, ExitCode.Usage);
            }

            await profile.SaveAsync(target, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"{TerminalText.Of(target)}: {Words.Count(profile.Rows, "row")} of {Words.Count(profile.Columns.Count, "column")} in {Words.Bytes(new FileInfo(target).Length)}.");
            foreach (var numbers in profile.Columns.OfType<NumberProfile>().Where(static numbers => numbers.Texts > 0))
            {
                await Console.Error.WriteLineAsync(TerminalText.Of($"mlops: column '{numbers.Name}': {numbers.StrayTexts()}. What is no number is counted, and not compared; --types {numbers.Name}=cat makes it one of levels.")).ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A profile may take the place of one, and of nothing else: least of all of the data that it is of.</summary>
    private static void Look(string target)
    {
        if (File.Exists(target) && new FileInfo(target).Length > 0 && !TableInput.IsProfile(target))
        {
            throw new ArgumentException($"'{target}' is there and no profile; it would be lost. Name another file with -o, or delete it first.");
        }
    }

    /// <summary>What was to be hidden must be: a name that is misspelt would leave it in the clear.</summary>
    private static void Look(DatasetProfile profile, string[] hidden)
    {
        foreach (var name in hidden)
        {
            if (profile.Find(name) is not { } column)
            {
                throw new ArgumentException($"There is no column '{name}' to hide. There are {string.Join(", ", profile.Columns.Take(20).Select(static column => column.Name))}{(profile.Columns.Count > 20 ? ", …" : "")}.");
            }

            if (column is not LevelProfile { Salt.IsEmpty: false })
            {
                throw new ArgumentException($"Column '{name}' of a profile is in the clear and cannot be hidden any more. Profile the file that it is of with --sensitive {name}.");
            }
        }
    }

    private static Task<DatasetProfile> ProfileAsync(string[] files, TableOptions table, ProfileOptions options, CancellationToken cancellationToken)
    {
        var progress = new ReadProgress();
        var parts = Array.ConvertAll(files, file => (file, Options: progress.Of(file, table)));
        return progress.ShowAsync(MergeAsync());

        async Task<DatasetProfile> MergeAsync()
        {
            var merged = await TableInput.ProfileAsync(parts[0].file, parts[0].Options, options, cancellationToken).ConfigureAwait(false);
            foreach (var (file, known) in parts[1..])
            {
                // Later parts are read as the first one turned out.
                var part = await TableInput.ProfileAsync(file, ReferenceProfile.Types(merged, known), options, cancellationToken).ConfigureAwait(false);
                try
                {
                    merged = merged.Merge(part);
                }
                catch (ArgumentException problem)
                {
                    throw new ArgumentException($"'{file}' does not go with the files before it: {UsageText.Of(problem)}", problem);
                }
            }

            return merged;
        }
    }
}
