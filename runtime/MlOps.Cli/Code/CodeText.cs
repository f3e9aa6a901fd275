using MlOps.Cli.Runs;
using MlOps.Store;
using Spectre.Console;

namespace MlOps.Cli.Code;

/// <summary>The answer as a person reads it.</summary>
internal static class CodeText
{
    public static void Print(IAnsiConsole console, CodeComparison comparison)
    {
        var (a, b) = (RunText.ShortId(comparison.A.RunId), RunText.ShortId(comparison.B.RunId));
        console.MarkupLineInterpolated($"\nThe code of {a} and {b} is {(comparison.Same == true ? "the same" : "different")}.");
        if (comparison.Same == false && !comparison.IsExplained)
        {
            PrintUnexplained(console, comparison);
        }

        TextTable.Print(console, "methods", comparison.Methods.Select(difference => new[] { What(difference, a, b), difference.Name }), "", "method or type");
        TextTable.Print(console, "assemblies", Rows(comparison.References), "name", a, b);
        TextTable.Print(console, "build", Rows(comparison.Build), "what", a, b);
        TextTable.Print(console, "packages of the build", Rows(comparison.Packages), "name", a, b);
        TextTable.Print(console, "not seen by the fingerprint", comparison.Unseen.Select(static what => new[] { what }), "what, and where");
    }

    /// <summary>How a method differs, in a word or two.</summary>
    public static string What(CodeDifference difference, string a, string b) => difference switch
    {
        { A: null } => $"only in {b}",
        { B: null } => $"only in {a}",
        _ => "changed",
    };

    private static void PrintUnexplained(IAnsiConsole console, CodeComparison comparison)
    {
        foreach (var run in new[] { comparison.A, comparison.B }.Where(static code => code.Closure is null))
        {
            console.MarkupLineInterpolated(
                $"Of {RunText.ShortId(run.RunId)} only the fingerprint is recorded, not the methods behind it: an earlier version of MlOps.Tracking made the run, or its assembly could not be asked. Where the code differs cannot be told.");
        }
    }

    private static IEnumerable<string[]> Rows(IEnumerable<CodeDifference> differences) =>
        differences.Select(static difference => new[] { difference.Name, difference.A ?? "–", difference.B ?? "–" });
}
