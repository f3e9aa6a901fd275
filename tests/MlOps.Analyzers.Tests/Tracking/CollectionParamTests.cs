using Rule = MlOps.Tests.Support.Rule<MlOps.Generators.Analyzers.CollectionParamAnalyzer>;

namespace MlOps.Tests.Tracking;

public sealed class CollectionParamTests
{
    [Theory]
    [InlineData("class C { [Tracked] void Train(int[] {|MLOPS1015:layers|}, double rate) { } }")]
    [InlineData("record Options(double Rate, IReadOnlyList<string> Features); class C { [Tracked] void Train(Options {|MLOPS1015:options|}) { } }")]
    [InlineData("class C { [Tracked] void Train(List<DayOfWeek> {|MLOPS1015:days|}) { } }")]
    [InlineData("record Options(double Rate, int[] Layers); class C { [Tracked] void Train(Options {|MLOPS1015:options|}) { } }")]
    [InlineData("class C { void M() { [Tracked] static void Train(int[] {|MLOPS1015:layers|}) { } Train([1]); } }")]
    [InlineData("class C { [Tracked] void Train(int[] {|MLOPS1015:layers|}) { Run.Current.LogParam(\"depth\", layers.Length); } }")]
    public Task AListOfSettingsIsFound(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("class C { [Tracked] void Train(int epochs, string name) { } }")]
    [InlineData("class C { [Tracked] void Train(float[] pixels, double[][] matrix, byte[] image, bool[] mask, float[,] weights) { } }")] // Data.
    [InlineData("class C { [Tracked] void Train(int[] labels, List<string> customers, string[] args, IEnumerable<string> stream) { } }")]
    [InlineData("class C { [Tracked] void Train(CancellationToken token, Stream stream, Action<int> report, Dataset data, IProgress<int> progress) { } }")]
    [InlineData("record Row(int A); class C { [Tracked] void Train(Row[] table, List<Row> more) { } }")]
    [InlineData("class C { [Tracked] void Train([NotLogged] int[] layers) { } }")]
    [InlineData("record Options(double Rate, [NotLogged] int[] Layers); class C { [Tracked] void Train(Options options) { } }")]
    [InlineData("record Table(int[] Columns); class C { [Tracked] void Train(Table table) { } }")] // Nothing of it is recorded: no options.
    [InlineData("class C { [Tracked] void Train(int[] layers) { Run.Current.LogParam(\"layers\", string.Join(\", \", layers)); } }")]
    [InlineData("class C { [Tracked] void Train([Param(\"net\")] int[] layers) { Run.Current.LogParam(\"net\", string.Join(\", \", layers)); } }")]
    [InlineData("class C { [Tracked] void Train(Span<int> layers, out int[] result) { result = []; } }")]
    [InlineData("class C { void Train(int[] layers) { } }")] // Not tracked.
    [InlineData("class C {\n#pragma warning disable MLOPS1015\n[Tracked] void Train(int[] layers) { } }")]
    public Task OthersAreNot(string source) => Rule.Finds(source);
}
