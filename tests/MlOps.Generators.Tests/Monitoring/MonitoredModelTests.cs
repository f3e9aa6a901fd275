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

    [Fact]
    public void NothingOfTheCompilerIsReachableFromAModel() => Assert.All(Models(Source), CompilerObjects.AssertNoneIn);

    private static object[] Models(string source)
    {
        var result = MonitoredHost.Of(GeneratorHost.Driver().RunGenerators(GeneratorHost.Compile(source), TestContext.Current.CancellationToken));
        return [.. new[] { MonitoredGenerator.Steps.Types, MonitoredGenerator.Steps.Methods }.Select(step => result.TrackedSteps[step].Single().Outputs.Single().Value)];
    }
}
