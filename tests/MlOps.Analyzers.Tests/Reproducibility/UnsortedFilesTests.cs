using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.UnsortedFilesAnalyzer>;

namespace MlOps.Tests.Reproducibility;

public sealed class UnsortedFilesTests
{
    [Theory]
    [InlineData("foreach (var file in {|MLOPS3006:Directory.GetFiles(folder)|}) rows.Add(file);")]
    [InlineData("var files = {|MLOPS3006:Directory.GetFiles(folder, \"*.png\")|}; foreach (var file in files) { if (file.Length > 3) { rows.Add(file); } }")]
    [InlineData("foreach (var dir in {|MLOPS3006:Directory.GetDirectories(folder)|}) { foreach (var file in {|MLOPS3006:Directory.EnumerateFiles(dir)|}) { rows.Add(file); } }")]
    [InlineData("var files = {|MLOPS3006:Directory.GetFiles(folder)|}; for (var i = 0; i < files.Length; i++) rows.Add(files[i]);")]
    [InlineData("rows.AddRange({|MLOPS3006:Directory.GetFiles(folder)|});")]
    [InlineData("var train = {|MLOPS3006:Directory.EnumerateFiles(folder)|}.Where(f => f.Length > 3).Take(800).ToList();")]
    [InlineData("var files = {|MLOPS3006:new DirectoryInfo(folder).GetFiles()|}; var test = files.Skip(800);")]
    [InlineData("var file = {|MLOPS3006:Directory.GetFiles(folder, \"*.csv\")|}[0];")]
    [InlineData("var file = {|MLOPS3006:Directory.EnumerateFiles(folder)|}.First();")]
    [InlineData("var random = new Random(42); var shuffled = {|MLOPS3006:Directory.GetFiles(folder)|}.OrderBy(_ => random.Next()).ToList();")]
    [InlineData("var files = {|MLOPS3006:Directory.GetFiles(folder)|}; new Random(42).Shuffle(files);")]
    [InlineData("var source = new Microsoft.ML.Data.MultiFileSource({|MLOPS3006:Directory.GetFiles(folder)|});")]
    [InlineData("var data = new Microsoft.ML.MLContext(0).Data.LoadFromEnumerable({|MLOPS3006:Directory.GetFiles(folder)|}.Select(f => new Row(f)));")]
    [InlineData("var all = {|MLOPS3006:Directory.GetDirectories(folder)|}.SelectMany(d => {|MLOPS3006:Directory.GetFiles(d)|}).Take(3);")]
    public Task FilesWhoseOrderMattersAreFound(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("class C { [Tracked] void Train() => Load(\"x\"); IEnumerable<string> Load(string folder) { foreach (var file in {|MLOPS3006:Directory.GetFiles(folder)|}) yield return file; } }")]
    [InlineData("record Row(string File); class C { [Tracked] void Train() => Load(\"x\"); List<Row> Load(string folder) => {|MLOPS3006:Directory.GetFiles(folder)|}.Select(f => new Row(f)).ToList(); }")]
    [InlineData("class C { [Tracked] void Train() => A(); void A() => B(\"x\"); void B(string folder) { var l = new List<string>(); foreach (var file in {|MLOPS3006:Directory.GetFiles(folder)|}) l.Add(file); } }")]
    public Task SoAreThoseThatAMethodReturns(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal)) rows.Add(file);")]
    [InlineData("foreach (var file in Directory.GetFiles(folder).OrderBy(f => f)) rows.Add(file);")]
    [InlineData("var files = Directory.GetFiles(folder); Array.Sort(files); foreach (var file in files) rows.Add(file);")]
    [InlineData("var files = Directory.GetFiles(folder).ToList(); files.Sort(); rows.AddRange(files);")]
    [InlineData("foreach (var file in Directory.GetFiles(folder)) rows.Add(file); rows.Sort();")]
    [InlineData("foreach (var file in Directory.GetFiles(folder)) rows.Add(file); var sorted = rows.OrderBy(r => r).ToList();")]
    [InlineData("foreach (var file in Directory.GetFiles(folder)) File.Delete(file);")]
    [InlineData("foreach (var file in Directory.GetFiles(folder)) { var own = new List<string>(); own.Add(file); }")]
    [InlineData("var count = Directory.GetFiles(folder).Length;")]
    [InlineData("var any = Directory.EnumerateFiles(folder).Any();")]
    [InlineData("var known = Directory.GetFiles(folder).ToHashSet();")]
    [InlineData("var sizes = Directory.GetFiles(folder).Sum(f => new FileInfo(f).Length);")]
    [InlineData("var byName = Directory.GetFiles(folder).ToDictionary(f => Path.GetFileName(f));")]
    [InlineData("var latest = new DirectoryInfo(folder).GetFiles(\"*.zip\").OrderByDescending(f => f.LastWriteTimeUtc).First();")]
    [InlineData("var model = Directory.GetFiles(folder, \"model.zip\", SearchOption.AllDirectories)[0];")] // There is one.
    [InlineData("var old = Directory.GetDirectories(folder); Directory.Move(old[0], \"old\");")] // Tidied up.
    [InlineData("var model = Directory.GetFiles(folder).FirstOrDefault(f => f.EndsWith(\"model.zip\"));")]
    [InlineData("var model = Directory.GetFiles(folder).Where(f => f.EndsWith(\"model.zip\")).FirstOrDefault();")]
    [InlineData("Console.WriteLine(string.Join(\", \", Directory.GetFiles(folder)));")]
    [InlineData("foreach (var file in Directory.GetFiles(folder)) Console.WriteLine(file);")]
    [InlineData("long size = 0; foreach (var file in Directory.GetFiles(folder)) size += new FileInfo(file).Length;")] // Integers add up the same.
    [InlineData("\n#pragma warning disable MLOPS3006\nrows.AddRange(Directory.GetFiles(folder));")]
    public Task FilesWhoseOrderDoesNotMatterAreNot(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("class C { void Elsewhere(List<string> l) => l.AddRange(Directory.GetFiles(\"x\")); [Tracked] void Train() { } }")]
    [InlineData("class Directory { public static string[] GetFiles(string f) => []; } class C { [Tracked] void Train(List<string> l) => l.AddRange(Directory.GetFiles(\"x\")); }")]
    [InlineData("class C { [Tracked] void Train() => Find(\"x\"); string[] Find(string folder) => Directory.GetFiles(folder); }")] // Who gets the paths may sort them.
    public Task OtherPlacesAreNot(string source) => Rule.Finds(source);

    [Fact]
    public Task TheFixSorts() => Rule.Fixes<SortFilesCodeFix>(
        Around("rows.AddRange({|MLOPS3006:Directory.GetFiles(folder)|}); rows.AddRange({|MLOPS3006:Directory.EnumerateFiles(folder)|}); var first = {|MLOPS3006:new DirectoryInfo(folder).GetFiles()|}[0];"),
        Around("rows.AddRange(Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToArray()); rows.AddRange(Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)); var first = new DirectoryInfo(folder).GetFiles().OrderBy(file => file.FullName, StringComparer.Ordinal).ToArray()[0];"));

    private static string Around(string statements) => $$"""
        class Row { public Row(string file) { } }
        class C { [Tracked] void Train(string folder, List<string> rows) { {{statements}} } }
        """;
}
