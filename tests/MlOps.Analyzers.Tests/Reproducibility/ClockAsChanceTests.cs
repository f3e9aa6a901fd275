using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.ClockAsChanceAnalyzer>;

namespace MlOps.Tests.Reproducibility;

public sealed class ClockAsChanceTests
{
    [Theory]
    [InlineData("var random = new Random((int){|MLOPS3004:DateTime.Now|}.Ticks);")]
    [InlineData("var random = new Random(unchecked((int)({|MLOPS3004:DateTime.UtcNow|}.Ticks & 0xFFFF)));")]
    [InlineData("var random = new Random({|MLOPS3004:DateTime.Now|}.Millisecond);")]
    [InlineData("var random = new Random({|MLOPS3004:Environment.TickCount|});")]
    [InlineData("var random = new Random((int){|MLOPS3004:Environment.TickCount64|});")]
    [InlineData("var random = new Random((int){|MLOPS3004:DateTimeOffset.UtcNow|}.ToUnixTimeSeconds());")]
    [InlineData("var random = new Random((int){|MLOPS3004:System.Diagnostics.Stopwatch.GetTimestamp()|});")]
    [InlineData("var random = new Random((int)watch.ElapsedTicks);", "(int){|MLOPS3004:watch.ElapsedTicks|}")]
    [InlineData("var ml = new Microsoft.ML.MLContext(seed: {|MLOPS3004:Environment.TickCount|});")]
    [InlineData("TorchSharp.torch.manual_seed({|MLOPS3004:DateTime.Now|}.Ticks);")]
    [InlineData("var seed = {|MLOPS3004:Environment.TickCount|}; Use(seed);")]
    [InlineData("Seed = {|MLOPS3004:Environment.TickCount|};")]
    [InlineData("var sorted = rows.OrderBy(r => {|MLOPS3004:DateTime.Now|}.Ticks);")]
    [InlineData("var row = new Row { Age = (float)({|MLOPS3004:DateTime.Now|} - born).TotalDays }; Learn(row);")]
    [InlineData("var t = TorchSharp.torch.tensor({|MLOPS3004:DateTime.Now|}.Ticks);")]
    public Task ClocksThatDecideAreFound(string statements, string marked = "") =>
        Rule.Finds(Around(marked.Length == 0 ? statements : statements.Replace("(int)watch.ElapsedTicks", marked, StringComparison.Ordinal)));

    [Theory]
    [InlineData("var start = DateTime.Now; Console.WriteLine(DateTime.Now - start);")]
    [InlineData("Console.WriteLine($\"{DateTime.Now}: started\");")]
    [InlineData("var name = $\"model-{DateTime.Now:yyyyMMdd}.zip\"; File.WriteAllText(name, \"\");")]
    [InlineData("var seconds = watch.Elapsed.TotalSeconds; Report(seconds);")]
    [InlineData("if (DateTime.Now.Second % 10 == 0) Console.WriteLine();")]
    [InlineData("while (watch.ElapsedMilliseconds < 1000) { }")]
    [InlineData("var start = DateTime.UtcNow; var row = new Row { Age = (float)(DateTime.UtcNow - start).TotalSeconds };")] // How long it took.
    [InlineData("var row = new Row { Age = DateTime.Now.Hour }; var score = engine.Predict(row);")] // A question, and no data.
    [InlineData("var row = new Row { Made = DateTime.Now };")]
    [InlineData("var seed = Environment.TickCount; Console.WriteLine($\"seed {seed}\"); var random = new Random(seed);")] // It can be given again.
    [InlineData("SeededAt = DateTime.Now;")]
    [InlineData("var random = new Random(new DateTime(2026, 1, 1).DayOfYear);")]
    [InlineData("\n#pragma warning disable MLOPS3004\nvar random = new Random(Environment.TickCount);")]
    public Task ClocksThatTellTheTimeAreNot(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("class C { private readonly Random _r = new({|MLOPS3004:Environment.TickCount|}); [Tracked] int Train() => _r.Next(); }")]
    [InlineData("class C { public int Seed { get; } = {|MLOPS3004:Environment.TickCount|}; [Tracked] int Train() => Seed; }")]
    [InlineData("class C { void Elsewhere() { var r = new Random(Environment.TickCount); } [Tracked] void Train() { } }")]
    [InlineData("class C { [Tracked] void Train() => A(); void A() => B(); void B() { var r = new Random({|MLOPS3004:Environment.TickCount|}); } }")]
    public Task OnlyWhereTrainingGets(string source) => Rule.Finds(source);

    [Fact]
    public Task TheFixGivesAFixedSeed() => Rule.Fixes<FixedSeedCodeFix>(
        Around("var r = new Random((int){|MLOPS3004:DateTime.Now|}.Ticks); TorchSharp.torch.manual_seed({|MLOPS3004:DateTime.Now|}.Ticks);"),
        Around("var r = new Random(42); TorchSharp.torch.manual_seed(42);"));

    private static string Around(string statements) => $$"""
        class Row { [Microsoft.ML.Data.LoadColumn(0)] public float Age { get; set; } public DateTime Made { get; set; } }
        class Score { }
        class C
        {
            int Seed { get; set; }
            DateTime SeededAt { get; set; }
            [Tracked] void Train(List<int> rows, DateTime born, System.Diagnostics.Stopwatch watch, Microsoft.ML.PredictionEngine<Row, Score> engine) { {{statements}} }
            void Use(int number) { }
            void Learn(Row row) { }
            void Report(double seconds) { }
        }
        """;
}
