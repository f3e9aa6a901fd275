using MlOps.Cli.Runs;
using MlOps.MLflow;
using Spectre.Console;

namespace MlOps.Cli.Models;

/// <summary>Registered models as a person reads of them.</summary>
internal static class ModelsTable
{
    public static void PrintList(IAnsiConsole console, IReadOnlyList<RegisteredModel> models)
    {
        if (models.Count == 0)
        {
            console.WriteLine("No registered models yet.");
            return;
        }

        TextTable.Print(
            console, "models",
            models.Select(static model => (string[])[model.Name, model.LatestVersions.Select(static version => version.Version).LastOrDefault() ?? "", Aliases(model), RunText.Time(model.LastUpdateTime), model.Description]),
            "model", "newest", "aliases", "changed", "description");
    }

    public static void PrintModel(IAnsiConsole console, RegisteredModel model, IReadOnlyList<ModelVersion> versions)
    {
        console.MarkupLineInterpolated($"[bold]{TerminalText.Of(model.Name)}[/]  {TerminalText.Of(model.Description)}");
        TextTable.Print(console, "tags", model.Tags.Select(static tag => (string[])[tag.Key, tag.Value]), "tag", "value");
        TextTable.Print(
            console, "versions",
            versions.Reverse().Select(static version => (string[])
            [
                version.Version, string.Join(", ", version.Aliases), version.CurrentStage == "None" ? "" : version.CurrentStage,
                RunText.ShortId(version.RunId ?? ""), RunText.Time(version.CreationTime), version.Description,
            ]),
            "version", "aliases", "stage", "run", "registered", "description");
    }

    public static void PrintVersion(IAnsiConsole console, ModelVersion version)
    {
        console.MarkupLineInterpolated($"[bold]{TerminalText.Of(version.Name)}[/] version {TerminalText.Of(version.Version)}  {TerminalText.Of(version.Description)}");
        (string Name, string? Value)[] facts =
        [
            ("aliases", string.Join(", ", version.Aliases)), ("stage", version.CurrentStage == "None" ? "" : version.CurrentStage), ("run", version.RunId),
            ("source", version.Source), ("registered", RunText.Time(version.CreationTime)), ("changed", RunText.Time(version.LastUpdateTime)),
        ];
        TextTable.Print(console, "version", facts.Where(static fact => !string.IsNullOrEmpty(fact.Value)).Select(static fact => (string[])[fact.Name, fact.Value!]), "", "");
        TextTable.Print(console, "tags", version.Tags.Select(static tag => (string[])[tag.Key, tag.Value]), "tag", "value");
    }

    private static string Aliases(RegisteredModel model) => string.Join(", ", model.Aliases.Select(static alias => $"{alias.Key} → {alias.Value}"));
}
