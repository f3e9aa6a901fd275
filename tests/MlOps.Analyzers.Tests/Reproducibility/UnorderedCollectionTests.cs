using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.UnorderedCollectionAnalyzer>;

namespace MlOps.Tests.Reproducibility;

public sealed class UnorderedCollectionTests
{
    [Theory]
    [InlineData("foreach (var x in {|MLOPS3007:bag|}) rows.Add(x);")]
    [InlineData("foreach (var (key, value) in {|MLOPS3007:counts|}) rows.Add(value);")]
    [InlineData("foreach (var key in {|MLOPS3007:counts.Keys|}) names.Add(key);")]
    [InlineData("var train = {|MLOPS3007:bag|}.Take(800).ToList();")]
    [InlineData("var train = {|MLOPS3007:bag.ToArray()|}.Skip(800);")]
    [InlineData("rows.AddRange({|MLOPS3007:counts.Values|}.Select(v => v * 2));")]
    [InlineData("var first = {|MLOPS3007:counts|}.First();")]
    [InlineData("set.Remove(3); set.Add(4); foreach (var x in {|MLOPS3007:set|}) rows.Add(x);")]
    [InlineData("set.ExceptWith(rows); var train = {|MLOPS3007:set|}.Take(3);")]
    [InlineData("rows.AddRange({|MLOPS3007:names.AsParallel()|}.Select(n => n.Length));")]
    [InlineData("var train = {|MLOPS3007:names.AsParallel()|}.Select(n => n.Length).ToList().Take(3);")]
    [InlineData("var sum = 0.0; foreach (var (key, value) in {|MLOPS3007:losses|}) sum += value;")]
    [InlineData("foreach (var loss in {|MLOPS3007:losses.Values|}) { if (loss > 0) { _sum += (float)loss; } }")]
    public Task OrdersThatNobodyPromisesAreFound(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("foreach (var x in set) rows.Add(x);")] // Keeps the order of insertion while nothing is removed.
    [InlineData("var distinct = new HashSet<int>(rows).ToList(); rows.AddRange(distinct);")]
    [InlineData("foreach (var x in bag.OrderBy(x => x)) rows.Add(x);")]
    [InlineData("foreach (var x in bag) rows.Add(x); rows.Sort();")]
    [InlineData("var count = bag.Count(x => x > 3);")]
    [InlineData("var sum = counts.Values.Sum();")]
    [InlineData("var sum = 0; foreach (var (key, value) in counts) sum += value;")] // Integers.
    [InlineData("foreach (var (key, value) in losses) { var twice = value; twice += value; losses[key] = twice; }")]
    [InlineData("var worst = 0.0; foreach (var loss in losses.Values) worst = Math.Max(worst, loss);")]
    [InlineData("var known = counts.Keys.ToHashSet();")]
    [InlineData("var best = counts.Max(c => c.Value);")]
    [InlineData("var same = counts.ToDictionary(c => c.Key, c => c.Value);")]
    [InlineData("foreach (var key in counts.Keys) counts[key] = 0;")]
    [InlineData("rows.AddRange(names.AsParallel().AsOrdered().Select(n => n.Length));")]
    [InlineData("var sum = names.AsParallel().Sum(n => n.Length);")]
    [InlineData("foreach (var n in names) rows.Add(n.Length);")]
    [InlineData("\n#pragma warning disable MLOPS3007\nforeach (var x in bag) rows.Add(x);")]
    public Task OtherOrdersAreNot(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("using System.Collections.Concurrent; class C { void Elsewhere(ConcurrentBag<int> b, List<int> l) { foreach (var x in b) l.Add(x); } [Tracked] void Train() { } }")]
    [InlineData("using System.Collections.Concurrent; class C { [Tracked] void Train() => A(new(), []); void A(ConcurrentBag<int> b, List<int> l) => B(b, l); void B(ConcurrentBag<int> b, List<int> l) { foreach (var x in {|MLOPS3007:b|}) l.Add(x); } }")]
    public Task OnlyWhereTrainingGets(string source) => Rule.Finds(source);

    private static string Around(string statements) => $$"""
        using System.Collections.Concurrent;
        class C { float _sum; [Tracked] void Train(ConcurrentDictionary<string, double> losses, ConcurrentBag<int> bag, ConcurrentDictionary<string, int> counts, HashSet<int> set, List<int> rows, List<string> names) { {{statements}} } }
        """;
}
