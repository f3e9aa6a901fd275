using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Generators.Analyzers.UnawaitedRunAnalyzer>;

namespace MlOps.Tests.Tracking;

public sealed class UnawaitedRunTests
{
    private const string Work = " static Task WorkAsync() => Task.Delay(1); static Task<int> CountAsync() => Task.FromResult(1); static ValueTask SaveAsync() => default; static ValueTask<int> ReadAsync() => default; }";

    [Theory]
    [InlineData("class C { Task M() { using var run = Run.Start(); return {|MLOPS1013:WorkAsync()|}; }")]
    [InlineData("class C { Task<int> M() { using (var run = Run.Start()) { return {|MLOPS1013:CountAsync()|}; } }")]
    [InlineData("class C { ValueTask M() { using Run run = Run.Start(); return {|MLOPS1013:SaveAsync()|}; }")]
    [InlineData("class C { ValueTask<int> M(bool b) { using (Run.Start()) { if (b) { return {|MLOPS1013:ReadAsync()|}; } return default; } }")]
    [InlineData("class C { Task M(bool b) { using var run = Run.Start(); return b ? {|MLOPS1013:WorkAsync()|} : Task.CompletedTask; }")]
    [InlineData("class C { Task M() { using var run = Run.Start(); return {|MLOPS1013:Task.Run(() => run.Log(\"loss\", 1))|}; }")]
    [InlineData("class C { Func<Task> M() => () => { using var run = Run.Start(); return {|MLOPS1013:WorkAsync()|}; };")]
    [InlineData("class C { void M() { Task Local() { using var run = Run.Start(); return {|MLOPS1013:WorkAsync()|}; } Local(); }")]
    [InlineData("class C { ValueTask<int> M() { using var run = Run.Start(); return new ValueTask<int>({|MLOPS1013:CountAsync()|}); }")]
    [InlineData("class C { Task M(Run run) { using (run) { var t = WorkAsync(); return {|MLOPS1013:t|}; } }")]
    [InlineData("class C { Task<int> M() { using var run = Run.Start(); var t = CountAsync(); run.Log(\"loss\", 1); return {|MLOPS1013:t|}; }")]
    public Task WorkThatGoesOnWithoutItsRunIsFound(string source) => Rule.Finds(source + Work);

    [Theory]
    [InlineData("class C { async Task M() { using var run = Run.Start(); await WorkAsync(); }")]
    [InlineData("class C { async Task<int> M() { using var run = Run.Start(); return await CountAsync(); }")]
    [InlineData("class C { Task M() { using (var run = Run.Start()) { } return WorkAsync(); }")] // After the run.
    [InlineData("class C { Task M(bool b) { if (b) { return WorkAsync(); } using var run = Run.Start(); return Task.CompletedTask; }")]
    [InlineData("class C { Task<int> M() { using var run = Run.Start(); return Task.FromResult(1); }")]
    [InlineData("class C { ValueTask<int> M() { using var run = Run.Start(); return new ValueTask<int>(1); }")]
    [InlineData("class C { Task M() { using var run = Run.Start(); var task = WorkAsync(); task.Wait(); return task; }")] // Done.
    [InlineData("class C { Task M() { using var file = new MemoryStream(); return WorkAsync(); }")] // No run; others have rules for that.
    [InlineData("class C { void M() { using var run = Run.Start(); Func<Task> later = () => { return WorkAsync(); }; later().Wait(); }")]
    [InlineData("class C { int M() { using var run = Run.Start(); return CountAsync().Result; }")]
    [InlineData("class C { Task M() { var run = Run.Start(); return WorkAsync(); }")] // Somebody else ends it.
    [InlineData("class C { Task M() { using var run = Run.Start();\n#pragma warning disable MLOPS1013\nreturn WorkAsync(); }")]
    [InlineData("class C { Task M() { var task = WorkAsync(); using var run = Run.Start(); return task; }")] // Begun before.
    [InlineData("class C { Task M(Task task) { using var run = Run.Start(); return task; }")]
    [InlineData("class C { Task M() { using var run = Run.Start(); var task = WorkAsync(); Task.WaitAll(task); return task; }")]
    [InlineData("class C { Task<int> M() { using var run = Run.Start(); var task = Task.FromResult(1); return task; }")]
    public Task OtherTasksAreNot(string source) => Rule.Finds(source + Work);

    [Theory]
    [InlineData(
        "class C { Task M() { using var run = Run.Start(); return {|MLOPS1013:WorkAsync()|}; } public static Task<int> N() { using var run = Run.Start(); return {|MLOPS1013:CountAsync()|}; }",
        "class C { async Task M() { using var run = Run.Start(); await WorkAsync(); } public static async Task<int> N() { using var run = Run.Start(); return await CountAsync(); }")]
    [InlineData(
        "class C { ValueTask M() { using var run = Run.Start(); return {|MLOPS1013:SaveAsync()|}; } ValueTask<int> N(bool b) { if (b) { return ReadAsync(); } using (Run.Start()) { return {|MLOPS1013:ReadAsync()|}; } }",
        "class C { async ValueTask M() { using var run = Run.Start(); await SaveAsync(); } async ValueTask<int> N(bool b) { if (b) { return await ReadAsync(); } using (Run.Start()) { return await ReadAsync(); } }")]
    [InlineData(
        "class C { void M() { Task Local() { using var run = Run.Start(); return {|MLOPS1013:WorkAsync()|}; } Local(); } Func<Task<int>> F = () => { using var run = Run.Start(); return {|MLOPS1013:CountAsync()|}; };",
        "class C { void M() { async Task Local() { using var run = Run.Start(); await WorkAsync(); } Local(); } Func<Task<int>> F = async () => { using var run = Run.Start(); return await CountAsync(); };")]
    public Task TheFixAwaits(string source, string @fixed) => Rule.Fixes<AwaitInRunCodeFix>(source + Work, @fixed + Work);

    [Fact]
    public Task ANumberOfReturnsAreAwaitedInTheirPlaces() => Rule.Fixes<AwaitInRunCodeFix>(
        """
        class C
        {
            // Trains.
            Task M(bool b)
            {
                using var run = Run.Start();
                if (b)
                    return Task.CompletedTask;
                return {|MLOPS1013:WorkAsync()|};
            }

            static Task WorkAsync() => Task.Delay(1);
        }
        """,
        """
        class C
        {
            // Trains.
            async Task M(bool b)
            {
                using var run = Run.Start();
                if (b)
                {
                    await Task.CompletedTask;
                    return;
                }
                await WorkAsync();
            }

            static Task WorkAsync() => Task.Delay(1);
        }
        """);

    [Fact]
    public Task WhereAsyncCannotBeNothingIsOffered() => Rule.Fixes<AwaitInRunCodeFix>(
        "class C { Task M(out int n) { n = 1; using var run = Run.Start(); return {|MLOPS1013:WorkAsync()|}; }" + Work,
        "class C { Task M(out int n) { n = 1; using var run = Run.Start(); return {|MLOPS1013:WorkAsync()|}; }" + Work);
}
