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
        var input = new InputOptions();
        var command = new Command("profile", "Profile a file: a small summary that drift can be told with when the rows are gone.") { file, output, sensitive };
        input.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = parsed.GetValue(file)!;
            var table = input.Table(parsed) with { Types = input.Types(parsed) };
            var options = new ProfileOptions { Sensitive = parsed.GetValue(sensitive) ?? [] };
            var target = parsed.GetValue(output) ?? files[0] + ".profile";
            DatasetProfile profile;
            try
            {
                profile = await ProfileAsync(files, table, options, cancellationToken).ConfigureAwait(false);
            }
            catch (ArgumentException problem)
            {
                // Parts that do not fit together.
                return Failure.Tell(parsed, "usage", UsageText.Of(problem), path: null, ExitCode.Usage);
            }

            await profile.SaveAsync(target, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"{TerminalText.Of(target)}: {Words.Count(profile.Rows, "row")} of {Words.Count(profile.Columns.Count, "column")} in {Words.Bytes(new FileInfo(target).Length)}.");
            return ExitCode.Done;
        });
        return command;
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
                merged = merged.Merge(await TableInput.ProfileAsync(file, ReferenceProfile.Types(merged, known), options, cancellationToken).ConfigureAwait(false));
            }

            return merged;
        }
    }
}
