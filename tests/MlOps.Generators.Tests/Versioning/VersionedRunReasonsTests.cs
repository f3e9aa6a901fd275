using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MlOps.Generators.Versioning;
using MlOps.Tests.Support;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace MlOps.Tests.Versioning;

/// <summary>What an edit makes the generator do again.</summary>
public sealed class VersionedRunReasonsTests
{
    private const string Good = "using MlOps; [Versioned] public sealed record Row(int Age, Place Home) { public int Next => Age + 1; }";
    private const string Bad = "using MlOps; [Versioned] public sealed record Wrong(object Value);";
    private const string Other = "public readonly record struct Place(double Lat);";
    private const string Versioned = "[MlOps.Versioned] " + Other;

    private sealed record Reasons(Reason Model, Reason Diagnostic, Reason SourceOutput);

    private static readonly Reasons s_kept = new(Reason.Cached, Reason.Modified, Reason.Cached);

    [Fact]
    public void AnUnrelatedTypeDoesNotGenerateAgain() => Assert.Equal(s_kept, After(1, Bad + " public static class Other { }"));

    [Fact]
    public void AnEditAboveTheTypeDoesNotGenerateAgain() => Assert.Equal(s_kept, After(0, "// A word.\n\n" + Good));

    [Fact]
    public void AnEditOfAGetterDoesNotGenerateAgain() => Assert.Equal(s_kept, After(0, Good.Replace("Age + 1", "Age + 2")));

    [Fact]
    public void AnotherMemberGeneratesAgain() =>
        Assert.Equal(new(Reason.Modified, Reason.Modified, Reason.Modified), After(0, Good.Replace("int Age", "int Age, int Size")));

    [Fact]
    public void AnotherMemberOfATypeThatIsHeldGeneratesAgain() =>
        Assert.Equal(new(Reason.Modified, Reason.Modified, Reason.Modified), After(2, Versioned.Replace("double Lat", "double Lat, double Lon")));

    [Fact]
    public void AnErrorThatMovedIsReportedAgainWithoutGeneratingAgain() => Assert.Equal(s_kept, After(1, "\n\n" + Bad));

    private static Reasons After(int tree, string edited)
    {
        var before = GeneratorHost.Compile(Good, Bad, Versioned);
        var driver = GeneratorHost.Driver().RunGenerators(before, TestContext.Current.CancellationToken);
        var old = before.SyntaxTrees[tree];
        var after = before.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(edited, GeneratorHost.ParseOptions, old.FilePath, System.Text.Encoding.UTF8, TestContext.Current.CancellationToken));
        var result = VersionedHost.Of(driver.RunGenerators(after, TestContext.Current.CancellationToken));
        return new Reasons(
            OfRow(result.TrackedSteps[VersionedGenerator.Steps.Models].SelectMany(static step => step.Outputs)),
            Assert.Single(result.TrackedSteps[VersionedGenerator.Steps.Diagnostics].SelectMany(static step => step.Outputs).Select(static output => output.Reason).Distinct()),
            result.TrackedOutputSteps["SourceOutput"].Where(IsOfRow).SelectMany(static step => step.Outputs).Select(static output => output.Reason).Single());
    }

    private static Reason OfRow(IEnumerable<(object Value, Reason Reason)> outputs) =>
        outputs.Single(static output => output.Value is VersionedModel { DisplayName: "Row" }).Reason;

    private static bool IsOfRow(IncrementalGeneratorRunStep step) =>
        step.Inputs.Any(static input => input.Source.Outputs[input.OutputIndex].Value is VersionedModel { DisplayName: "Row" });
}
