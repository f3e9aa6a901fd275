using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.GuidAsChanceAnalyzer>;

namespace MlOps.Tests.Reproducibility;

public sealed class GuidAsChanceTests
{
    [Theory]
    [InlineData("var shuffled = rows.OrderBy(_ => {|MLOPS3003:Guid.NewGuid()|}).ToList();")]
    [InlineData("var shuffled = rows.AsQueryable().OrderBy(_ => {|MLOPS3003:Guid.NewGuid()|});")]
    [InlineData("var shuffled = from row in rows orderby {|MLOPS3003:Guid.NewGuid()|} select row;")]
    [InlineData("var shuffled = rows.OrderBy(r => r).ThenBy(r => { return {|MLOPS3003:Guid.NewGuid()|}.ToString(); });")]
    [InlineData("rows.Sort((a, b) => {|MLOPS3003:Guid.NewGuid()|}.CompareTo(Guid.Empty));")]
    [InlineData("var random = new Random({|MLOPS3003:Guid.NewGuid()|}.GetHashCode());")]
    [InlineData("var random = new Random(BitConverter.ToInt32({|MLOPS3003:Guid.NewGuid()|}.ToByteArray(), 0));")]
    [InlineData("var random = new Random(Math.Abs({|MLOPS3003:Guid.CreateVersion7()|}.GetHashCode()));")]
    [InlineData("var seed = {|MLOPS3003:Guid.NewGuid()|}.GetHashCode(); Use(seed);")]
    [InlineData("var id = {|MLOPS3003:Guid.NewGuid()|}; var ml = new Microsoft.ML.MLContext(seed: id.GetHashCode());")]
    [InlineData("var row = rows[Math.Abs({|MLOPS3003:Guid.NewGuid()|}.GetHashCode() % rows.Count)];")]
    [InlineData("var row = new Row { Price = {|MLOPS3003:Guid.NewGuid()|}.GetHashCode() };")]
    public Task GuidsThatDecideAreFound(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("var id = Guid.NewGuid();")]
    [InlineData("var name = $\"model-{Guid.NewGuid()}.zip\"; File.WriteAllText(name, \"\");")]
    [InlineData("Console.WriteLine(Guid.NewGuid());")]
    [InlineData("var row = new Row { Id = Guid.NewGuid().ToString() };")]
    [InlineData("var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(\"N\"));")]
    [InlineData("var ids = rows.Select(_ => Guid.NewGuid()).ToList();")]
    [InlineData("var ids = rows.ToDictionary(_ => Guid.NewGuid());")]
    [InlineData("var seed = Guid.NewGuid().GetHashCode(); Console.WriteLine($\"seed {seed}\"); var random = new Random(seed);")] // It can be given again.
    [InlineData("var shuffled = rows.OrderBy(_ => Guid.Parse(\"00000000-0000-0000-0000-000000000000\"));")]
    [InlineData("var shuffled = rows.OrderBy(_ => Guid.Empty);")]
    [InlineData("if (Guid.NewGuid() == Guid.Empty) { }")]
    [InlineData("\n#pragma warning disable MLOPS3003\nvar shuffled = rows.OrderBy(_ => Guid.NewGuid());")]
    public Task GuidsThatAreNamesAreNot(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("class C { void Elsewhere(List<int> rows) { var x = rows.OrderBy(_ => Guid.NewGuid()); } [Tracked] void Train() { } }")]
    [InlineData("class C { [Tracked] void Train(List<int> rows) => A(rows); void A(List<int> rows) => B(rows); void B(List<int> rows) { var x = rows.OrderBy(_ => {|MLOPS3003:Guid.NewGuid()|}); } }")]
    public Task OnlyWhereTrainingGets(string source) => Rule.Finds(source);

    [Fact]
    public Task TheFixGivesAFixedSeed() => Rule.Fixes<FixedSeedCodeFix>(
        Around("var r = new Random({|MLOPS3003:Guid.NewGuid()|}.GetHashCode()); var ml = new Microsoft.ML.MLContext(seed: {|MLOPS3003:Guid.NewGuid()|}.GetHashCode());"),
        Around("var r = new Random(42); var ml = new Microsoft.ML.MLContext(seed: 42);"));

    private static string Around(string statements) => $$"""
        class Row { [Microsoft.ML.Data.LoadColumn(0)] public float Price { get; set; } public string Id { get; set; } = ""; }
        class C { [Tracked] void Train(List<int> rows) { {{statements}} } void Use(int number) { } }
        """;
}
