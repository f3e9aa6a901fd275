using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.UnloggedVariableAnalyzer>;

namespace MlOps.Tests.Reproducibility;

public sealed class UnloggedVariableTests
{
    [Theory]
    [InlineData("var size = int.Parse({|MLOPS3014:Environment.GetEnvironmentVariable(\"BATCH_SIZE\")|}!); Use(size);")]
    [InlineData("if ({|MLOPS3014:Environment.GetEnvironmentVariable(\"USE_GPU\")|} == \"1\") Use(1);")]
    [InlineData("var rate = {|MLOPS3014:Environment.GetEnvironmentVariable(\"RATE\")|} ?? \"0.1\"; Use(rate.Length);")]
    [InlineData("const string Name = \"EPOCHS\"; var epochs = {|MLOPS3014:Environment.GetEnvironmentVariable(Name)|}; Use(epochs!.Length);")]
    public Task VariablesThatNothingRecordsAreFound(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("var size = int.Parse(Environment.GetEnvironmentVariable(\"BATCH_SIZE\")!); run.LogParam(\"size\", size); Use(size);")]
    [InlineData("var mode = Environment.GetEnvironmentVariable(\"MODE\"); run.SetTag(\"mode\", mode); Use(mode!.Length);")]
    [InlineData("var mode = Environment.GetEnvironmentVariable(\"MODE\"); Console.WriteLine($\"mode {mode}\"); Use(mode!.Length);")]
    [InlineData("var size = Environment.GetEnvironmentVariable(\"SIZE\"); Fit(int.Parse(size!));")] // Fit is tracked.
    [InlineData("var folder = Environment.GetEnvironmentVariable(\"DATA_DIR\"); Use(folder!.Length);")] // A place.
    [InlineData("var key = Environment.GetEnvironmentVariable(\"OPENAI_API_KEY\"); Use(key!.Length);")] // A secret.
    [InlineData("var store = Environment.GetEnvironmentVariable(\"AzureWebJobsStorage\"); Use(store!.Length);")]
    [InlineData("var home = Environment.GetEnvironmentVariable(\"HOME\"); Use(home!.Length);")]
    [InlineData("var other = Environment.GetEnvironmentVariable(name); Use(other!.Length);")]
    [InlineData("Mode = Environment.GetEnvironmentVariable(\"MODE\");")] // Kept, and recorded by others.
    [InlineData("Environment.GetEnvironmentVariable(\"MODE\");")] // Not used.
    [InlineData("\n#pragma warning disable MLOPS3014\nUse(Environment.GetEnvironmentVariable(\"MODE\")!.Length);")]
    public Task OthersAreNot(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("class C { int Elsewhere() => Environment.GetEnvironmentVariable(\"MODE\")!.Length; [Tracked] void Train() { } }")]
    [InlineData("class C { [Tracked] void Train() => A(); void A() => B(); int B() => {|MLOPS3014:Environment.GetEnvironmentVariable(\"MODE\")|} == \"a\" ? 1 : 2; }")]
    public Task OnlyWhereTrainingGets(string source) => Rule.Finds(source);

    [Fact]
    public async Task NamesAreAddedAndTakenAwayInTheConfiguration()
    {
        await Rule.Finds(Around("Use(Environment.GetEnvironmentVariable(\"STAGE\")!.Length);"), "mlops_unlogged_variables = stage");
        await Rule.Finds(Around("var port = {|MLOPS3014:Environment.GetEnvironmentVariable(\"PORT\")|}; if (port == \"1\") Use(1);"), "mlops_unlogged_variables = -port");
    }

    private static string Around(string statements) => $$"""
        class C { string? Mode { get; set; } [Tracked] void Train(Run run, string name) { {{statements}} } void Use(int number) { } [Tracked] void Fit(int size) { } }
        """;
}
