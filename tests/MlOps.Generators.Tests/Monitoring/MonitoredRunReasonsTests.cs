using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MlOps.Generators.Monitoring;
using MlOps.Tests.Support;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace MlOps.Tests.Monitoring;

/// <summary>What an edit makes the generator do again.</summary>
public sealed class MonitoredRunReasonsTests
{
    private const string Row = "using MlOps; [Monitored] public sealed record Row(int Age, Place Home);";
    private const string Place = "public readonly record struct Place(double Lat);";
    private const string Model = "using MlOps; public static class Model { [Monitored] public static int Predict(int age) => age + 1; }";

    [Fact]
    public void AnUnrelatedTypeWritesNothingAgain() => Assert.Equal((Reason.Cached, Reason.Cached), After(2, Model + " public static class Other { }"));

    [Fact]
    public void AnEditAboveOrWithinAMethodWritesNothingAgain() => Assert.Equal((Reason.Cached, Reason.Cached), After(2, "// A word.\n\n" + Model.Replace("age + 1", "age + 2")));

    [Fact]
    public void AnotherMemberWritesTheTypeAgain() => Assert.Equal((Reason.Modified, Reason.Cached), After(0, Row.Replace("int Age", "int Age, int Size")));

    [Fact]
    public void AnotherMemberOfARecordInARowWritesTheTypeAgain() => Assert.Equal((Reason.Modified, Reason.Cached), After(1, Place.Replace("double Lat", "double Lat, double Lon")));

    [Fact]
    public void AnotherParameterWritesTheMethodAgain() => Assert.Equal((Reason.Cached, Reason.Modified), After(2, Model.Replace("int age", "long age").Replace("age + 1", "1")));

    /// <summary>Why the file of the type, and that of the method, was written.</summary>
    private static (Reason Type, Reason Method) After(int tree, string edited)
    {
        var before = GeneratorHost.Compile(Row, Place, Model);
        var driver = GeneratorHost.Driver().RunGenerators(before, TestContext.Current.CancellationToken);
        var old = before.SyntaxTrees[tree];
        var after = before.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(edited, GeneratorHost.ParseOptions, old.FilePath, System.Text.Encoding.UTF8, TestContext.Current.CancellationToken));
        var outputs = MonitoredHost.Of(driver.RunGenerators(after, TestContext.Current.CancellationToken)).TrackedOutputSteps["SourceOutput"];
        return (ReasonOf<MonitoredTypeModel>(outputs), ReasonOf<MonitoredMethodModel>(outputs));
    }

    private static Reason ReasonOf<TModel>(IEnumerable<IncrementalGeneratorRunStep> outputs) => outputs
        .Where(static step => step.Inputs.Any(static input => input.Source.Outputs[input.OutputIndex].Value is TModel))
        .SelectMany(static step => step.Outputs)
        .Select(static output => output.Reason)
        .Single();
}
