using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.CultureDependentDataAnalyzer>;

namespace MlOps.Tests.Reproducibility;

public sealed class CultureDependentDataTests
{
    [Theory]
    [InlineData("{|MLOPS3009:double.Parse(text)|}")]
    [InlineData("{|MLOPS3009:float.Parse(text.Split(',')[3])|}")]
    [InlineData("{|MLOPS3009:decimal.Parse(text, System.Globalization.NumberStyles.Number)|}")]
    [InlineData("{|MLOPS3009:Half.Parse(text)|}")]
    [InlineData("{|MLOPS3009:double.Parse(text.AsSpan(3))|}")]
    [InlineData("{|MLOPS3009:float.TryParse(text, out var number)|} ? number : 0")]
    [InlineData("{|MLOPS3009:Convert.ToDouble(text)|}")]
    [InlineData("{|MLOPS3009:Convert.ToSingle(text)|}")]
    [InlineData("{|MLOPS3009:Convert.ToDateTime(text)|}")]
    [InlineData("{|MLOPS3009:DateTime.Parse(text)|}")]
    [InlineData("{|MLOPS3009:DateTimeOffset.Parse(text)|}")]
    [InlineData("{|MLOPS3009:DateOnly.Parse(text)|}")]
    [InlineData("{|MLOPS3009:DateTime.TryParse(text, out var date)|}")]
    [InlineData("text.Split(',').Select({|MLOPS3009:float.Parse|}).ToArray()")]
    [InlineData("Array.ConvertAll(text.Split(','), {|MLOPS3009:double.Parse|})")]
    [InlineData("{|MLOPS3009:double.Parse(\"1.5\")|}")]
    public Task DataReadByTheCultureOfTheMachineIsFound(string expression) =>
        Rule.Finds($$"""class C { [Tracked] object Train(string text) => {{expression}}; }""");

    [Theory]
    [InlineData("file.WriteLine({|MLOPS3009:$\"{x},{y}\"|});")]
    [InlineData("file.Write({|MLOPS3009:$\"{x:F4}; {n}\"|});")]
    [InlineData("file.WriteLine({|MLOPS3009:string.Join(\",\", xs)|});")]
    [InlineData("file.WriteLine({|MLOPS3009:string.Join('\\t', xs.Select(v => v * 2))|});")]
    [InlineData("File.AppendAllText(\"rows.csv\", {|MLOPS3009:$\"{x},{y}\\n\"|});")]
    public Task RowsWrittenByTheCultureOfTheMachineAreFound(string statement) =>
        Rule.Finds($$"""class C { [Tracked] void Train(StreamWriter file, double x, float y, int n, float[] xs) { {{statement}} } }""");

    [Theory]
    [InlineData("class C { [Tracked] void Train(string t) => Load(t); double Load(string t) => {|MLOPS3009:double.Parse(t)|}; }")]
    [InlineData("class C { [Tracked] void Train(string t) => A(t); void A(string t) => B(t); double B(string t) => {|MLOPS3009:double.Parse(t)|}; }")]
    public Task SoItIsInWhatTrainingCalls(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)")]
    [InlineData("double.Parse(text.AsSpan(3), provider: System.Globalization.CultureInfo.InvariantCulture)")]
    [InlineData("float.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.GetCultureInfo(\"de-DE\"), out var n)")]
    [InlineData("int.Parse(text)")] // Has no decimals.
    [InlineData("Convert.ToInt32(text)")]
    [InlineData("Convert.ToDouble(3)")]
    [InlineData("Convert.ToDouble((object)text)")] // Who knows.
    [InlineData("bool.Parse(text)")]
    [InlineData("DateTime.ParseExact(text, \"yyyy\", null)")]
    [InlineData("DateTime.Parse(\"2026-01-02\")")]
    [InlineData("double.Parse(Console.ReadLine()!)")] // Somebody types it.
    [InlineData("double.Parse(Console.ReadLine()!.Trim())")]
    [InlineData("double.Parse(box.Text)")]
    [InlineData("text.Split(',').Select(t => float.Parse(t, System.Globalization.CultureInfo.InvariantCulture))")]
    [InlineData("Mine.Parse(text)")]
    public Task DataReadTheSameEverywhereIsNot(string expression) => Rule.Finds($$"""
        class Box { public string Text { get; set; } = ""; }
        class Mine { public static double Parse(string text) => 0; }
        class C { [Tracked] object Train(string text, Box box) => {{expression}}; }
        """);

    [Theory]
    [InlineData("file.WriteLine($\"Loss: {x}, {y}\");")] // For a person.
    [InlineData("file.WriteLine($\"{n},{n}\");")]
    [InlineData("file.WriteLine($\"{x}\");")]
    [InlineData("file.WriteLine(FormattableString.Invariant($\"{x},{y}\"));")]
    [InlineData("file.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $\"{x},{y}\"));")]
    [InlineData("file.WriteLine(string.Join(\",\", new[] { 1, 2 }));")]
    [InlineData("Console.WriteLine($\"{x},{y}\");")]
    [InlineData("Console.WriteLine(string.Join(\",\", xs));")]
    public Task OtherTextIsNot(string statement) =>
        Rule.Finds($$"""class C { [Tracked] void Train(StreamWriter file, double x, float y, int n, float[] xs) { {{statement}} } }""");

    [Theory]
    [InlineData("class C { [Tracked] void Train() { } double Elsewhere(string t) => double.Parse(t); }")]
    [InlineData("class C { static C() => System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture; [Tracked] double Train(string t) => double.Parse(t); }")]
    [InlineData("class C { [Tracked] double Train(string t) { Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo(\"en-US\"); return double.Parse(t); } }")]
    [InlineData("class C { [Tracked] double Train(string t) {\n#pragma warning disable MLOPS3009\n return double.Parse(t);\n } }")]
    [InlineData("// <auto-generated/>\nclass C { [Tracked] double Train(string t) => double.Parse(t); }")]
    public Task OtherPlacesAndProgramsWithACultureOfTheirOwnAreNot(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("double.Parse(t)", "double.Parse(t, CultureInfo.InvariantCulture)")]
    [InlineData("double.Parse(t.AsSpan(1))", "double.Parse(t.AsSpan(1), provider: CultureInfo.InvariantCulture)")]
    [InlineData("Convert.ToSingle(t)", "Convert.ToSingle(t, CultureInfo.InvariantCulture)")]
    [InlineData("decimal.Parse(t, NumberStyles.Number)", "decimal.Parse(t, NumberStyles.Number, CultureInfo.InvariantCulture)")]
    [InlineData("float.TryParse(t, out x)", "float.TryParse(t, CultureInfo.InvariantCulture, out x)")]
    [InlineData("DateTime.TryParse(t, out d)", "DateTime.TryParse(t, CultureInfo.InvariantCulture, out d)")]
    public Task TheFixPassesTheInvariantCulture(string expression, string @fixed) => Rule.Fixes<InvariantCultureCodeFix>(
        $$"""using System.Globalization; class C { [Tracked] object Train(string t, float x, DateTime d) => {|MLOPS3009:{{expression}}|}; }""",
        $$"""using System.Globalization; class C { [Tracked] object Train(string t, float x, DateTime d) => {{@fixed}}; }""");

    [Fact]
    public Task TheFixAddsTheUsingsAndMendsAllAtOnce() => Rule.Fixes<InvariantCultureCodeFix>(
        """
        // What the file is about.
        using Microsoft.ML;

        class C
        {
            [Tracked]
            void Train(string text, StreamWriter file)
            {
                var xs = text.Split(',').Select({|MLOPS3009:float.Parse|}).ToArray();
                var y = {|MLOPS3009:double.Parse(text)|};
                file.WriteLine({|MLOPS3009:$"{y},{xs[0]}"|});
                file.WriteLine({|MLOPS3009:string.Join(",", xs)|});
                file.WriteLine({|MLOPS3009:string.Join(",", text == "" ? xs : xs.ToArray())|});
            }
        }
        """,
        """
        // What the file is about.
        using System.Globalization;
        using Microsoft.ML;

        class C
        {
            [Tracked]
            void Train(string text, StreamWriter file)
            {
                var xs = text.Split(',').Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray();
                var y = double.Parse(text, CultureInfo.InvariantCulture);
                file.WriteLine(FormattableString.Invariant($"{y},{xs[0]}"));
                file.WriteLine(string.Join(",", xs.Select(value => value.ToString(CultureInfo.InvariantCulture))));
                file.WriteLine(string.Join(",", (text == "" ? xs : xs.ToArray()).Select(value => value.ToString(CultureInfo.InvariantCulture))));
            }
        }
        """);
}
