using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Leakage.SplitIgnoresGroupsAnalyzer>;

namespace MlOps.Tests.Leakage;

public sealed class SplitIgnoresGroupsTests
{
    private const string Split = "{|MLOPS2042:TrainTestSplit|}";

    [Theory]
    [InlineData($"var data = ml.Data.LoadFromTextFile<Grouped>(\"d\"); var s = ml.Data.{Split}(data);")]
    [InlineData($"var s = ml.Data.{Split}(ml.Data.LoadFromEnumerable(grouped), testFraction: 0.2);")]
    [InlineData($"var data = ml.Data.LoadFromTextFile<Named>(\"d\"); var s = ml.Data.{Split}(data);")]
    [InlineData("var folds = ml.Data.{|MLOPS2042:CrossValidationSplit|}(ml.Data.Cache(ml.Data.LoadFromEnumerable(grouped)));")]
    [InlineData("ml.Regression.{|MLOPS2042:CrossValidate|}(ml.Data.LoadFromEnumerable(grouped), ml.Regression.Trainers.Sdca());")]
    [InlineData($"var s = ml.Data.{Split}(other); ml.Ranking.Trainers.FastTree().Fit(s.TrainSet);")]
    [InlineData($"var s = ml.Data.{Split}(other); ml.Ranking.Trainers.LightGbm(rowGroupColumnName: \"Hotel\").Fit(s.TrainSet);")]
    public Task AGroupThatIsTornApartIsFound(string body) => Rule.Finds(Method(body));

    [Theory]
    [InlineData("var s = ml.Data.TrainTestSplit(ml.Data.LoadFromEnumerable(grouped), samplingKeyColumnName: \"GroupId\");")]
    [InlineData("var s = ml.Data.TrainTestSplit(ml.Data.LoadFromEnumerable(plain));")]
    [InlineData("var s = ml.Data.TrainTestSplit(other);")]
    [InlineData("var s = ml.Data.TrainTestSplit(other, 0.1, \"Hotel\"); ml.Ranking.Trainers.LightGbm(rowGroupColumnName: \"Hotel\").Fit(s.TrainSet);")]
    [InlineData("ml.Ranking.CrossValidate(other, ml.Ranking.Trainers.FastTree());")] // Does so by itself.
    [InlineData("var model = ml.Ranking.Trainers.FastTree().Fit(other);")] // Nothing is split.
    [InlineData("\n#pragma warning disable MLOPS2042\n var s = ml.Data.TrainTestSplit(ml.Data.LoadFromEnumerable(grouped));")]
    public Task OthersAreNot(string body) => Rule.Finds(Method(body));

    [Fact]
    public async Task NamesOfGroupsCanBeConfigured()
    {
        await Rule.Finds(Method($"var s = ml.Data.{Split}(ml.Data.LoadFromEnumerable(plain));"), "mlops_group_names = Size");
        await Rule.Finds(Method("var s = ml.Data.TrainTestSplit(ml.Data.LoadFromEnumerable(grouped));"), "mlops_group_names = -GroupId");
    }

    [Theory]
    [InlineData(
        $"var a = ml.Data.{Split}(ml.Data.LoadFromEnumerable(grouped)); var b = ml.Data.{Split}(ml.Data.LoadFromEnumerable(grouped), testFraction: 0.2);",
        "var a = ml.Data.TrainTestSplit(ml.Data.LoadFromEnumerable(grouped), samplingKeyColumnName: \"GroupId\"); var b = ml.Data.TrainTestSplit(ml.Data.LoadFromEnumerable(grouped), testFraction: 0.2, samplingKeyColumnName: \"GroupId\");")]
    public Task TheFixKeepsGroupsTogether(string source, string @fixed) => Rule.Fixes<AddSamplingKeyCodeFix>(Method(source), Method(@fixed));

    private static string Method(string body) => $$"""
        using Microsoft.ML; using Microsoft.ML.Data;
        class Plain { public float Size; }
        class Grouped { public float Size; public uint GroupId { get; set; } }
        class Named { [ColumnName("QueryId")] public uint Query; }
        class C { void Train(MLContext ml, IDataView other, List<Grouped> grouped, List<Plain> plain) { {{body}} } }
        """;
}
