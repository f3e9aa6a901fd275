using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.HashAsChanceAnalyzer>;

namespace MlOps.Tests.Reproducibility;

public sealed class HashAsChanceTests
{
    [Theory]
    [InlineData("var train = names.Where(n => {|MLOPS3005:n.GetHashCode()|} % 10 < 8).ToList();")]
    [InlineData("var test = names.Where(n => Math.Abs({|MLOPS3005:n.GetHashCode()|}) % 5 == 0).ToList();")]
    [InlineData("var bucket = Math.Abs({|MLOPS3005:names[0].GetHashCode()|} % 10); if (bucket < 8) { }")]
    [InlineData("var train = names.Where(n => {|MLOPS3005:HashCode.Combine(n, 1)|} % 10 < 8).ToList();")]
    [InlineData("var train = things.Where(t => {|MLOPS3005:t.GetHashCode()|} % 10 < 8).ToList();")]
    [InlineData("var train = names.Where(n => {|MLOPS3005:StringComparer.Ordinal.GetHashCode(n)|} % 2 == 0);")]
    [InlineData("var train = names.Where(n => {|MLOPS3005:(n, 1).GetHashCode()|} % 2 == 0);")]
    [InlineData("var shuffled = names.OrderBy(n => {|MLOPS3005:n.GetHashCode()|});")]
    [InlineData("var random = new Random({|MLOPS3005:names[0].GetHashCode()|});")]
    [InlineData("var seed = {|MLOPS3005:HashCode.Combine(names[0], 2)|}; Use(seed);")]
    [InlineData("features[Math.Abs({|MLOPS3005:names[0].GetHashCode()|}) % features.Length] += 1;")]
    [InlineData("var fold = folds[Math.Abs({|MLOPS3005:names[0].GetHashCode()|} % folds.Count)];")]
    public Task HashesThatDecideAreFound(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("var known = new Dictionary<int, string> { [names[0].GetHashCode()] = names[0] };")]
    [InlineData("var same = names[0].GetHashCode() == names[1].GetHashCode();")]
    [InlineData("Console.WriteLine(names[0].GetHashCode());")]
    [InlineData("var train = names.Where(n => n.Length.GetHashCode() % 10 < 8);")] // A number's is the number.
    [InlineData("var random = new Random(DayOfWeek.Friday.GetHashCode());")]
    [InlineData("var train = names.Where(n => Mine.GetHashCode(n) % 10 < 8);")]
    [InlineData("var train = things.Where(t => new Mine().GetHashCode() % 10 < 8);")] // Overridden.
    [InlineData("var train = names.Where(n => n.Length % 10 < 8);")]
    [InlineData("var key = names[0].GetHashCode() % 16; Use(key);")]
    [InlineData("\n#pragma warning disable MLOPS3005\nvar random = new Random(names[0].GetHashCode());")]
    public Task OtherHashesAreNot(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("class C { public string Name { get; set; } = \"\"; public override int GetHashCode() { var seed = Name.GetHashCode(); return seed % 7 == 0 ? 1 : seed; } public override bool Equals(object? o) => false; [Tracked] int Train() => GetHashCode(); }")]
    [InlineData("class C { void Elsewhere(string s) { var r = new Random(s.GetHashCode()); } [Tracked] void Train() { } }")]
    [InlineData("class C { [Tracked] void Train(string s) => A(s); void A(string s) => B(s); void B(string s) { var r = new Random({|MLOPS3005:s.GetHashCode()|}); } }")]
    public Task OnlyWhereTrainingGetsAndNotInsideAHash(string source) => Rule.Finds(source);

    private static string Around(string statements) => $$"""
        class Mine { public static int GetHashCode(string text) => text.Length; public override int GetHashCode() => 4; public override bool Equals(object? other) => false; }
        class C { [Tracked] void Train(List<string> names, object[] things, float[] features, List<int> folds) { {{statements}} } void Use(int number) { } }
        """;
}
