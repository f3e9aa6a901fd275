using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.ParallelSumAnalyzer>;

namespace MlOps.Tests.Reproducibility;

public sealed class ParallelSumTests
{
    [Theory]
    [InlineData("var sum = 0.0; Parallel.For(0, xs.Length, i => { {|MLOPS3008:sum += xs[i]|}; });")]
    [InlineData("var sum = 0f; Parallel.ForEach(xs, x => {|MLOPS3008:sum -= (float)x|});")]
    [InlineData("var sum = 0.0; Parallel.ForEach(xs, x => { lock (xs) { {|MLOPS3008:sum = sum + x|}; } });")]
    [InlineData("Parallel.For(0, xs.Length, i => { {|MLOPS3008:_loss += xs[i]|}; });")]
    [InlineData("Parallel.For(0, xs.Length, i => { {|MLOPS3008:Loss += xs[i]|}; });")]
    [InlineData("var sums = new double[1]; Parallel.For(0, xs.Length, i => { {|MLOPS3008:sums[0] += xs[i]|}; });")]
    [InlineData("var sum = 0.0; Parallel.For(0, xs.Length, () => 0.0, (i, _, local) => local + xs[i], local => { lock (xs) { {|MLOPS3008:sum += local|}; } });")]
    [InlineData("var sum = 0.0; Parallel.ForEach(xs, x => { double old; do { old = sum; } while ({|MLOPS3008:Interlocked.CompareExchange(ref sum, old + x, old)|} != old); });")]
    [InlineData("var sum = 0.0; xs.AsParallel().ForAll(x => {|MLOPS3008:sum += x|});")]
    [InlineData("var sum = 0.0; Parallel.For(0, 3, i => { xs.ToList().ForEach(x => {|MLOPS3008:sum += x|}); });")]
    [InlineData("var sum = xs.AsParallel().{|MLOPS3008:Sum|}();")]
    [InlineData("var mean = xs.AsParallel().Select(x => x * 2).{|MLOPS3008:Average|}();")]
    [InlineData("var sum = rows.AsParallel().{|MLOPS3008:Sum|}(r => r / 2.0);")]
    [InlineData("var product = xs.AsParallel().{|MLOPS3008:Aggregate|}(1.0, (a, b) => a * b);")]
    public Task SumsOfManyThreadsAreFound(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("var sum = 0; Parallel.ForEach(rows, r => Interlocked.Add(ref sum, r));")] // Whole numbers do not round.
    [InlineData("var sum = 0L; Parallel.ForEach(rows, r => { lock (xs) { sum += r; } });")]
    [InlineData("var sum = 0m; Parallel.ForEach(rows, r => { lock (xs) { sum += r; } });")]
    [InlineData("var parts = new double[xs.Length]; Parallel.For(0, xs.Length, i => { parts[i] += xs[i]; });")] // One part per index.
    [InlineData("var parts = new double[xs.Length]; Parallel.For(0, xs.Length, i => { var own = 0.0; own += xs[i]; parts[i] = own; }); var sum = parts.Sum();")]
    [InlineData("Parallel.ForEach(cells, cell => { cell.Value += 1.5; });")] // Each has its own.
    [InlineData("var sum = 0.0; foreach (var x in xs) { sum += x; }")]
    [InlineData("var sum = 0.0; xs.ToList().ForEach(x => sum += x);")]
    [InlineData("var last = 0.0; Parallel.ForEach(xs, x => last = x + 1);")]
    [InlineData("var best = xs.AsParallel().Max();")]
    [InlineData("var count = rows.AsParallel().Sum();")]
    [InlineData("var mean = rows.AsParallel().Average();")] // Whole numbers, divided once.
    [InlineData("var best = xs.AsParallel().Aggregate(0.0, (a, b) => Math.Max(a, b));")]
    [InlineData("var sum = xs.AsParallel().AsSequential().Sum();")]
    [InlineData("var sum = 0.0;\n#pragma warning disable MLOPS3008\nParallel.ForEach(xs, x => sum += x);")]
    public Task OtherSumsAreNot(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("class C { double Elsewhere(double[] xs) => xs.AsParallel().Sum(); [Tracked] void Train() { } }")]
    [InlineData("class C { [Tracked] void Train(double[] xs) => A(xs); void A(double[] xs) => B(xs); double B(double[] xs) => xs.AsParallel().{|MLOPS3008:Sum|}(); }")]
    public Task OnlyWhereTrainingGets(string source) => Rule.Finds(source);

    private static string Around(string statements) => $$"""
        class Cell { public double Value { get; set; } }
        class C { private double _loss; double Loss { get; set; } [Tracked] double Train(double[] xs, int[] rows, Cell[] cells) { {{statements}} return _loss; } }
        """;
}
