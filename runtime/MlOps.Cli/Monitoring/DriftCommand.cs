using System.CommandLine;
using MlOps.Monitoring;

namespace MlOps.Cli.Monitoring;

/// <summary><c>mlops drift</c>: whether rows still look like those of a reference.</summary>
internal static class DriftCommand
{
    public static Command Create()
    {
        var reference = new Argument<string>("reference") { Description = "What the rows are held against: a CSV or Parquet file, a profile of one (see 'mlops profile'), or a model that has one, such as models:/iris@champion." };
        var current = new Argument<string>("current") { Description = "The rows: a CSV or Parquet file, or a profile of one." };
        var html = new Option<string?>("--html") { Description = "Write a report to this file, too." };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else." };
        var history = new Option<string?>("--history") { Description = "Add what is found to this file of comparisons over time, and tell what changed since the last one." };
        var (input, comparison) = (new InputOptions(), new ComparisonOptions());
        var command = new Command("drift", "Tell whether data have drifted from a reference. Exits with 1 when they have.") { reference, current, html, history, json };
        comparison.AddTo(command);
        input.AddTo(command, hasReference: true);
        foreach (var option in new[] { html, history })
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens is [{ Value.Length: 0 }])
                {
                    result.AddError($"{option.Name} takes the name of a file; what is there is empty.");
                }
            });
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            DriftReport report;
            try
            {
                Look(parsed.GetValue(html), parsed.GetValue(reference)!, parsed.GetValue(current)!);
                var options = comparison.Read(parsed, input.Types(parsed));
                report = await CompareAsync(
                    (ModelReference.FileOf(parsed.GetValue(reference)!), input.Reference(parsed)), (parsed.GetValue(current)!, input.Table(parsed)), options, cancellationToken).ConfigureAwait(false);
            }
            catch (ArgumentException problem)
            {
                // A method or a column that is not there.
                return Failure.Tell(parsed, "usage", UsageText.Of(problem), path: null, ExitCode.Usage);
            }

            // A gate must not let through what was never compared.
            if (report.Dataset.Columns == 0)
            {
                throw new TableException(parsed.GetValue(current)!, 0, null, $"there is no column that '{parsed.GetValue(reference)}' has, too, so nothing can be compared. 'mlops summary FILE' lists the columns of a file");
            }

            if (parsed.GetValue(html) is { } file)
            {
                await File.WriteAllTextAsync(file, report.ToHtml(), cancellationToken).ConfigureAwait(false);
            }

            var changes = parsed.GetValue(history) is { } past ? await KeepAsync(past, parsed.GetValue(current)!, report, cancellationToken).ConfigureAwait(false) : [];
            if (parsed.GetValue(json))
            {
                report.WriteJson(Console.OpenStandardOutput());
            }
            else
            {
                DriftTable.Print(Terminal.Console, report);
                DriftTable.Print(Terminal.Console, changes);
            }

            return report.Dataset.Drift ? ExitCode.No : ExitCode.Done;
        });
        return command;
    }

    /// <summary>The page must not take the place of what it is about.</summary>
    private static void Look(string? page, params ReadOnlySpan<string> files)
    {
        foreach (var file in files)
        {
            if (page is not null && Path.GetFullPath(page) == Path.GetFullPath(file))
            {
                throw new ArgumentException($"--html {page} would overwrite what is compared. Name another file.");
            }
        }
    }

    private static async Task<IReadOnlyList<DriftChange>> KeepAsync(string file, string name, DriftReport report, CancellationToken cancellationToken)
    {
        var past = File.Exists(file) ? await DriftHistory.LoadAsync(file, cancellationToken).ConfigureAwait(false) : new DriftHistory([]);
        var history = past.Add(new DriftSnapshot(TimeProvider.System.GetUtcNow(), name, report));
        await history.SaveAsync(file, cancellationToken).ConfigureAwait(false);
        return history.Changes();
    }

    private static Task<DriftReport> CompareAsync(
        (string Path, TableOptions Table) reference, (string Path, TableOptions Table) current, DriftOptions options, CancellationToken cancellationToken)
    {
        var progress = new ReadProgress();
        return progress.ShowAsync(options.Mode == DriftMode.Evidently ? CompareTablesAsync() : CompareProfilesAsync());

        async Task<DriftReport> CompareTablesAsync()
        {
            var tables = await Task.WhenAll(
                TableInput.ReadAsync(reference.Path, progress.Of(reference.Path, reference.Table), cancellationToken),
                TableInput.ReadAsync(current.Path, progress.Of(current.Path, current.Table), cancellationToken)).ConfigureAwait(false);
            return DriftDetector.Compare(tables[0], tables[1], options, cancellationToken);
        }

        async Task<DriftReport> CompareProfilesAsync()
        {
            var typed = current.Table with { Types = options.Types };
            var profiles = TableInput.IsProfile(reference.Path)
                ? await InTurnAsync(typed).ConfigureAwait(false)
                : await AtOnceAsync(reference.Table with { Types = options.Types }, typed).ConfigureAwait(false);
            return DriftDetector.Compare(profiles[0], profiles[1], options, cancellationToken);
        }

        // Most files are of the same types. Where they are not, the reference says which, and the rows are read again.
        async Task<DatasetProfile[]> AtOnceAsync(TableOptions known, TableOptions typed)
        {
            var both = await Task.WhenAll(
                TableInput.ProfileAsync(reference.Path, progress.Of(reference.Path, known), new ProfileOptions(), cancellationToken),
                TableInput.ProfileAsync(current.Path, progress.Of(current.Path, typed), new ProfileOptions(), cancellationToken)).ConfigureAwait(false);
            var asThere = ReferenceProfile.Types(both[0], typed);
            return TableInput.IsProfile(current.Path) || ReferenceProfile.IsReadAs(both[1], asThere)
                ? both
                : [both[0], await TableInput.ProfileAsync(current.Path, progress.Of(current.Path, asThere), new ProfileOptions(), cancellationToken).ConfigureAwait(false)];
        }

        // What is a profile already says how the other side is to be read.
        async Task<DatasetProfile[]> InTurnAsync(TableOptions typed)
        {
            var known = await DatasetProfile.LoadAsync(reference.Path, cancellationToken).ConfigureAwait(false);
            return [known, await TableInput.ProfileAsync(current.Path, progress.Of(current.Path, ReferenceProfile.Types(known, typed)), ReferenceProfile.Options(known), cancellationToken).ConfigureAwait(false)];
        }
    }
}
