using MlOps.Generators.Monitoring;
using MlOps.Tests.Support;

namespace MlOps.Tests.Monitoring;

/// <summary>The models decide what is generated again: they must compare by value and hold nothing of the compiler's.</summary>
public sealed class MonitoredModelTests
{
    private const string Source = """
        using MlOps;
        namespace Demo;
        public enum Kind { A, B }
        [Monitored]
        public sealed record Row(int Age, Kind Kind, Place? Home);
        public readonly record struct Place(double Lat, [property: Sensitive] double Lon);
        public static class Model
        {
            [Monitored(Reference = "a.profile", Rows = 10)]
            public static double Predict(Row row, bool fast) => row.Age + 1;
        }
        """;

    [Fact]
    public void TheSameSourceGivesEqualModels() => Assert.Equal(Models(Source), Models(Source));

    [Theory]
    [InlineData("using MlOps;", "using MlOps;\n// above\n\n")]
    [InlineData("row.Age + 1", "row.Age + 2")]
    [InlineData("enum Kind", "enum Other { C } public enum Kind")]
    public void WhatDoesNotChangeTheRowsKeepsTheModels(string old, string @new) => Assert.Equal(Models(Source), Models(Source.Replace(old, @new)));

    [Theory]
    [InlineData("int Age", "int? Home2, int Age")]
    [InlineData("A, B", "A, B, C")]
    [InlineData("double Lat", "[property: Feature(\"latitude\")] double Lat")]
    [InlineData("[property: Sensitive] ", "")]
    [InlineData("bool fast", "bool? slow")]
    [InlineData("\"a.profile\"", "\"b.profile\"")]
    [InlineData("Rows = 10", "Rows = 11")]
    [InlineData("static double Predict", "static float Predict")]
    public void AnotherRowGivesAnotherModel(string old, string @new) => Assert.NotEqual(Models(Source), Models(Source.Replace(old, @new)));

    [Theory]
    [InlineData("public sealed record Person(string Name, int Age); [Monitored] public sealed record Row([property: Sensitive] Person Who, int Size);", "who.name, who.age")]
    [InlineData("public sealed record Person(string Name, int Age); public static class Model { [Monitored] public static int M([Sensitive] Person who, int size) => size; }", "name, age")]
    [InlineData("public class Base { [Sensitive] public virtual string Id => \"\"; public string Free => \"\"; } [Monitored] public class Row : Base { public override string Id => \"\"; }", "id")]
    [InlineData("public record Base(string Id, string Free); [Monitored] public record Row([Sensitive] string Id, string Free) : Base(Id, Free);", "id")]
    [InlineData("public interface IPerson { [Sensitive] string Id { get; } string Free { get; } } [Monitored] public sealed record Row(string Id, string Free) : IPerson;", "id")]
    [InlineData("public interface IPerson { [Sensitive] string Id { get; } } public class Base { public string Id => \"\"; } [Monitored] public class Row : Base, IPerson { public int Size; }", "id")]
    [InlineData("public static class Model { [Monitored] [return: Sensitive] public static string M(int size) => \"\"; }", "prediction")]
    public void WhatIsSensitiveStaysSoWhereverItIsSaid(string source, string sensitive)
    {
        var columns = Outputs($"using MlOps; namespace Demo; {source}").Select(static model => model switch
        {
            MonitoredTypeModel type => type.Columns,
            MonitoredMethodModel method => method.Columns,
            _ => default,
        }).Single();
        Assert.Equal(sensitive, string.Join(", ", columns.Where(static column => column.IsSensitive).Select(static column => column.Name)));
    }

    [Fact]
    public void NothingOfTheCompilerIsReachableFromAModel() => Assert.All(Models(Source), CompilerObjects.AssertNoneIn);

    private static object[] Models(string source)
    {
        var result = MonitoredHost.Of(GeneratorHost.Driver().RunGenerators(GeneratorHost.Compile(source), TestContext.Current.CancellationToken));
        return [.. new[] { MonitoredGenerator.Steps.Types, MonitoredGenerator.Steps.Methods }.Select(step => result.TrackedSteps[step].Single().Outputs.Single().Value)];
    }

    /// <summary>The one model of a type or a method.</summary>
    private static IEnumerable<object?> Outputs(string source)
    {
        var result = MonitoredHost.Of(GeneratorHost.Driver().RunGenerators(GeneratorHost.Compile(source), TestContext.Current.CancellationToken));
        Assert.Empty(result.Diagnostics);
        return new[] { MonitoredGenerator.Steps.Types, MonitoredGenerator.Steps.Methods }
            .Where(result.TrackedSteps.ContainsKey)
            .SelectMany(step => result.TrackedSteps[step])
            .SelectMany(static step => step.Outputs)
            .Select(static output => output.Value);
    }
}
