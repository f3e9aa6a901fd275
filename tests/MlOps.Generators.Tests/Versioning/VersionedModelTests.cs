using MlOps.Generators.Versioning;
using MlOps.Tests.Support;

namespace MlOps.Tests.Versioning;

/// <summary>The model decides what is generated again: it must compare by value and hold nothing of the compiler's.</summary>
public sealed class VersionedModelTests
{
    private const string Source = """
        using System.Collections.Generic;
        using MlOps;
        namespace Demo;
        [Versioned]
        public sealed class Row
        {
            public int Age { get; init; }
            public IReadOnlyList<(double X, double Y)>? Points { get; init; }
            public Dictionary<string, Place?>? Places { get; init; }
            public double Sum() => Age + 1;
        }
        [Versioned]
        public readonly record struct Place(double Lat, double Lon);
        """;

    [Fact]
    public void TheSameSourceGivesAnEqualModel() => Assert.Equal(Model(Source), Model(Source));

    [Theory]
    [InlineData("using MlOps;", "using MlOps;\n// above\n\n")]
    [InlineData("Age + 1", "Age + 2")]
    [InlineData("{ get; init; }", "{ get; set; }")]
    [InlineData("IReadOnlyList<", "List<", "schema")]
    public void WhatDoesNotChangeTheContentKeepsTheModel(string old, string @new, string compare = "model")
    {
        var (before, after) = (Model(Source), Model(Source.Replace(old, @new)));
        Assert.Equal(before.Schema, after.Schema);
        Assert.Equal(compare == "model", before == after);
    }

    [Theory]
    [InlineData("int Age", "long Age")]
    [InlineData("int Age", "int? Age")]
    [InlineData("Age", "Years")]
    [InlineData("double X", "float X")]
    [InlineData("<string, ", "<int, ")]
    [InlineData("double Lat", "float Lat")]
    [InlineData("double Lon", "double Long")]
    [InlineData("(double Lat, ", "(double Alt, double Lat, ")]
    [InlineData("    public int Age", "    [NotVersioned] public int Age")]
    public void AnotherContentGivesAnotherSchema(string old, string @new) =>
        Assert.NotEqual(Model(Source).Schema, Model(Source.Replace(old, @new)).Schema);

    [Fact]
    public void TheNameAndThePlaceOfATypeAreNotItsContent()
    {
        var moved = Model(Source.Replace("namespace Demo", "namespace Elsewhere").Replace("Place(", "Position(").Replace("Place?", "Position?"));
        Assert.NotEqual(Model(Source), moved);
        Assert.Equal(Model(Source).Schema, moved.Schema);
    }

    [Fact]
    public void NothingOfTheCompilerIsReachableFromAModel() => CompilerObjects.AssertNoneIn(Model(Source));

    private static VersionedModel Model(string source)
    {
        var result = VersionedHost.Of(GeneratorHost.Driver().RunGenerators(GeneratorHost.Compile(source), TestContext.Current.CancellationToken));
        return result.TrackedSteps[VersionedGenerator.Steps.Models].Select(static step => (VersionedModel)step.Outputs.Single().Value)
            .Single(static model => model.DisplayName.EndsWith(".Row", StringComparison.Ordinal));
    }
}
