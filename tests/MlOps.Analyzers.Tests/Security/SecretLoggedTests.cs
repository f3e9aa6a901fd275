using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Security.SecretLoggedAnalyzer>;

namespace MlOps.Tests.Security;

public sealed class SecretLoggedTests
{
    [Theory]
    [InlineData("class C { [Tracked] void Train(string {|MLOPS4001:apiKey|}, int epochs) { } }")]
    [InlineData("class C { [Tracked] void Train(string? {|MLOPS4001:api_key|}) { } }")]
    [InlineData("class C { [Tracked] void Train(string {|MLOPS4001:token|}) { } }")]
    [InlineData("class C { void M() { Train(\"\"); [Tracked] static void Train(string {|MLOPS4001:password|}) { } } }")] // A local function.
    [InlineData("class C { [Tracked] void Train([Param(\"who\")] string {|MLOPS4001:password|}) { } }")] // Another name hides nothing.
    [InlineData("class C { [Tracked] void Train(Uri {|MLOPS4001:sasUri|}) { } }")]
    [InlineData("class C { [Tracked] void Train([Param(\"api_key\")] string {|MLOPS4001:who|}, [Param(\"max_tokens\")] string n) { } }")]
    public Task AParameterIsFound(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("class Options { public string {|MLOPS4001:ApiKey|} { get; set; } = \"\"; public int Epochs { get; set; } } class C { [Tracked] void Train(Options o) { } }")]
    [InlineData("record Options(string {|MLOPS4001:ApiKey|}, int Epochs); class C { [Tracked] void Train(Options o) { } [Tracked] void Test(Options o) { } }")] // Once.
    [InlineData("class Options { public string? {|MLOPS4001:Password|}; } class C { [Tracked] void Train(Options o) { } }")]
    [InlineData("record Remote(string {|MLOPS4001:ConnectionString|}); record Options(Remote Remote); class C { [Tracked] void Train(Options o) { } }")] // Deeper.
    [InlineData("class B { public string? {|MLOPS4001:Secret|} { get; init; } } class Options : B { } class C { [Tracked] void Train(Options o) { } }")] // Inherited.
    [InlineData("record Box<T>(T {|MLOPS4001:Password|}); class C { [Tracked] void Train(Box<string> o) { } }")]
    [InlineData("record Result(double Loss, string {|MLOPS4001:AccessToken|}); class C { [Tracked] Result Train() => new(1, \"\"); }")] // Of the result.
    [InlineData("record Result(double Loss, string {|MLOPS4001:AccessToken|}); class C { [Tracked] Task<Result> Train() => Task.FromResult(new Result(1, \"\")); }")]
    [InlineData("class C { [Tracked] (double Loss, string Password) {|MLOPS4001:Train|}() => (1, \"\"); }")] // An element takes no attribute.
    public Task SoIsAMemberWhereItIsDeclared(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("class C { [Tracked] void Train([Sensitive] string apiKey, [NotLogged] string password) { } }")]
    [InlineData("record Options([Sensitive] string ApiKey, [NotLogged] string Password, [property: Sensitive] string Token); class C { [Tracked] void Train(Options o) { } }")]
    [InlineData("class Options { [Sensitive] public string? ApiKey { get; set; } [NotLogged] public string? Password; } class C { [Tracked] void Train(Options o) { } }")]
    [InlineData("record Options(string ApiKey); class C { [Tracked] void Train([NotLogged] Options o) { } }")]
    [InlineData("record Options(string ApiKey); record All([Sensitive] Options Options); class C { [Tracked] void Train(All o) { } }")]
    [InlineData("record Result(double Loss, string AccessToken); class C { [Tracked] [return: NotLogged] Result Train() => new(1, \"\"); }")]
    public Task WhatIsMarkedIsNot(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("class C { void Train(string apiKey) { } }")] // Not tracked.
    [InlineData("record Options(string ApiKey); class C { void Train(Options o) { } [Tracked] void Test(int n) { } }")]
    [InlineData("class C { [Tracked] void Train(bool usePassword, int passwordLength, int token, double secret, DayOfWeek password) { } }")] // No text.
    [InlineData("class C { [Tracked] void Train(int maxTokens, string tokenizer, string padToken, string keyColumn, string samplingKeyColumnName, CancellationToken token) { } }")]
    [InlineData("class C { [Tracked] void Train(string[] passwords, List<string> secrets, Stream apiKey, byte[] privateKey) { } }")] // Never logged.
    [InlineData("class C { [Tracked] void Train(System.Security.SecureString password, System.Net.NetworkCredential credential) { } }")] // Neither.
    [InlineData("class C { [Tracked] void Train(out string password) { password = \"\"; } }")]
    [InlineData("class Options { private string? ApiKey { get; set; } internal string? Password; public static string? Secret; public string? Pwd { set { } } } class C { [Tracked] void Train(Options o) { } }")] // Cannot be read.
    [InlineData("class Options : IDisposable { public string? ApiKey { get; set; } public void Dispose() { } } class C { [Tracked] void Train(Options o) { } }")] // Is not looked into.
    [InlineData("record E(string Password); record D(E E); record D1(D D); record D2(D1 D); record D3(D2 D); class C { [Tracked] void Train(D3 o) { } }")] // Too deep.
    [InlineData("class TrackedAttribute : Attribute { } class C { [global::TrackedAttribute] void Train(string apiKey) { } }")] // Somebody else's.
    [InlineData("// <auto-generated/>\nclass C { [Tracked] void Train(string apiKey) { } }")]
    [InlineData("class C { [Tracked] void Train(\n#pragma warning disable MLOPS4001\n string apiKey) { } }")]
    public Task OtherValuesAreNot(string source) => Rule.Finds(source);

    [Theory]
    [InlineData("""Run.Current.LogParam("api_key", {|MLOPS4001:text|});""")]
    [InlineData("""Run.Current.LogParam("who", {|MLOPS4001:password|});""")]
    [InlineData("""Run.Current.LogParam("who", {|MLOPS4001:options.ApiKey|});""")]
    [InlineData("""Run.Current.SetTag("who", {|MLOPS4001:credential.Password|});""")]
    [InlineData("""Run.Current.SetTag("who", {|MLOPS4001:$"{options.ApiKey}"|});""")]
    [InlineData("""Run.Current.SetNote({|MLOPS4001:$"trained with {password}"|});""")]
    [InlineData("""Run.Current.LogParam("url", {|MLOPS4001:Environment.GetEnvironmentVariable("OPENAI_API_KEY")|});""")]
    [InlineData("""var url = Environment.GetEnvironmentVariable("HF_TOKEN") ?? ""; Run.Current.LogParam("url", {|MLOPS4001:url|});""")]
    [InlineData("""Run.Current.LogParam("db", {|MLOPS4001:configuration["ConnectionStrings:Default"]|});""")]
    [InlineData("""Run.Current.LogParam("db", {|MLOPS4001:configuration.GetConnectionString("Default")|});""")]
    [InlineData("""Run.Current.LogParam("db", {|MLOPS4001:configuration.GetValue<string>("Db:Password")|});""")]
    [InlineData("""Run.Current.LogParam("x", {|MLOPS4001:GetApiKey()|});""")]
    [InlineData("""Run.Current.LogParam("x", {|MLOPS4001:"Bearer " + Environment.GetEnvironmentVariable("HF_TOKEN")|});""")]
    [InlineData("""Run.Current.LogParam("db", {|MLOPS4001:configuration.GetSection("Db").GetSection("Password").Value|});""")]
    [InlineData("""var db = configuration.GetSection("Db"); Run.Current.LogParam("db", {|MLOPS4001:db["Password"]|});""")]
    [InlineData("""var all = configuration.GetSection("ConnectionStrings"); Run.Current.LogParam("db", {|MLOPS4001:all["Default"]|});""")]
    [InlineData("""Run.Current.LogParam("db", {|MLOPS4001:configuration.GetRequiredSection("ApiKey").Get<string>()|});""")]
    [InlineData("""Run.Current.LogParam("x", {|MLOPS4001:s_hub|});""")]
    [InlineData("""Run.Current.LogParam("x", {|MLOPS4001:Hub|});""")]
    [InlineData("""Run.Current.LogParam("x", {|MLOPS4001:Other.Hub|});""")]
    [InlineData("""Run.Current.LogParam("x", {|MLOPS4001:_agent|});""")] // Made of another field.
    [InlineData("""Run.Current.LogParam("x", {|MLOPS4001:System.Text.Json.JsonSerializer.Serialize(options)|});""")]
    [InlineData("""Run.Current.LogParam("x", {|MLOPS4001:Newtonsoft.Json.JsonConvert.SerializeObject(new { text, password })|});""")]
    [InlineData("""Run.Current.LogParam("x", {|MLOPS4001:string.Format("{0}:{1}", text, password)|});""")]
    [InlineData("""Run.Current.LogParam("x", {|MLOPS4001:string.Join(",", text, options.ApiKey)|});""")]
    [InlineData("""Run.Current.LogParam("x", {|MLOPS4001:(Environment.GetEnvironmentVariable("HF_TOKEN") ?? "").Trim()|});""")]
    [InlineData("""Run.Current.LogParam("x", {|MLOPS4001:Environment.GetEnvironmentVariable("HF_TOKEN")?.Trim()|});""")]
    [InlineData("""var t = password.Trim().ToLowerInvariant(); Run.Current.LogParam("x", {|MLOPS4001:t|});""")]
    [InlineData("""Run.Current.LogParam("db", {|MLOPS4001:"Server=db;User=sa;Password=hunter2"|});""")]
    [InlineData("""Run.Current.SetTag("db", {|MLOPS4001:Db|});""")]
    [InlineData("""var db = "Host=db;" + "Pwd=hunter2"; Run.Current.SetTag("db", {|MLOPS4001:db|});""")]
    public Task ACallIsFound(string statement) => Rule.Finds(Body(statement));

    [Theory]
    [InlineData("""Run.Current.LogParam("api_key", "***");""")]
    [InlineData("""Run.Current.LogParam("api_key", password is null ? "unset" : "set");""")]
    [InlineData("""Run.Current.LogParam("api_key", password != null);""")]
    [InlineData("""Run.Current.LogParam("password_length", password.Length);""")]
    [InlineData("""Run.Current.LogParam("api_key", Mask(password));""")]
    [InlineData("""var maskedKey = password[..2] + "***"; Run.Current.LogParam("api_key", maskedKey);""")]
    [InlineData("""Run.Current.LogParam("api_key", password.Substring(0, 3));""")]
    [InlineData("""Run.Current.LogParam("max_tokens", 5);""")]
    [InlineData("""Run.Current.LogParam("pad_token", text);""")]
    [InlineData("""foreach (var token in text.Split(' ')) { Run.Current.SetTag("last", token); }""")]
    [InlineData("""Run.Current.LogParam("folder", Environment.GetEnvironmentVariable("PWD"));""")]
    [InlineData("""Run.Current.LogParam("uri", Environment.GetEnvironmentVariable("MLFLOW_TRACKING_URI"));""")]
    [InlineData("""Run.Current.LogParam("epochs", configuration["Training:Epochs"]);""")]
    [InlineData("""Run.Current.Log("password", 1);""")]
    [InlineData("""Console.WriteLine(password);""")]
    [InlineData("""Run.Current.LogParam("db", configuration.GetSection("Db").GetSection("Host").Value);""")]
    [InlineData("""var secrets = configuration.GetSection("Secrets"); Run.Current.LogParam("provider", secrets["Provider"]);""")]
    [InlineData("""Run.Current.LogParam("db", configuration.GetSection(text)["Host"]);""")]
    [InlineData("""Run.Current.LogParam("x", s_folder);""")]
    [InlineData("""Run.Current.LogParam("x", Masked);""")]
    [InlineData("""Run.Current.LogParam("x", HasHub);""")]
    [InlineData("""Run.Current.LogParam("x", System.Text.Json.JsonSerializer.Serialize(plain));""")]
    [InlineData("""Run.Current.LogParam("x", System.Text.Json.JsonSerializer.Serialize(hidden));""")]
    [InlineData("""Run.Current.LogParam("x", System.Text.Json.JsonSerializer.Serialize(words));""")]
    [InlineData("""Run.Current.LogParam("x", string.Format("{0} letters", password.Length));""")]
    [InlineData("""Run.Current.LogParam("x", string.Format("{0}", Mask(password)));""")]
    [InlineData("""Run.Current.LogParam("x", password.Replace(password, "***"));""")]
    [InlineData("""Run.Current.LogParam("x", (Environment.GetEnvironmentVariable("STAGE") ?? "").Trim());""")]
    [InlineData("""Run.Current.LogParam("db", "Server=db;User=sa;Password=***");""")]
    [InlineData("""Run.Current.LogParam("db", "Server=db;User=sa;Password={0}");""")]
    [InlineData("""Run.Current.LogParam("db", "Server=db;User=sa;Password=;Timeout=3");""")]
    [InlineData("""Run.Current.LogParam("db", "Server=db;Trusted_Connection=True");""")]
    [InlineData("""Run.Current.SetNote("Set Password=x before you start it.");""")]
    public Task OtherCallsAreNot(string statement) => Rule.Finds(Body(statement));

    [Fact]
    public Task WordsOfOnesOwnCount() => Rule.Finds(
        "class C { [Tracked] void Train(string {|MLOPS4001:safePin|}, string token) { } }", "mlops_secret_names = pin, -token");

    [Theory]
    [InlineData("class C { [Tracked] void Train(string {|MLOPS4001:apiKey|}, string {|MLOPS4001:password|}) { } }", "class C { [Tracked] void Train([Sensitive] string apiKey, [Sensitive] string password) { } }")]
    [InlineData("record Options(string {|MLOPS4001:ApiKey|}, int Epochs); class C { [Tracked] void Train(Options o) { } }", "record Options([Sensitive] string ApiKey, int Epochs); class C { [Tracked] void Train(Options o) { } }")]
    [InlineData("class Options { public string? {|MLOPS4001:ApiKey|} { get; set; } } class C { [Tracked] void Train(Options o) { } }", "class Options { [Sensitive] public string? ApiKey { get; set; } } class C { [Tracked] void Train(Options o) { } }")]
    [InlineData(
        "class Options\n{\n    /// <summary>A key.</summary>\n    public string? {|MLOPS4001:ApiKey|} { get; set; }\n    public string? {|MLOPS4001:Password|};\n}\nclass C { [Tracked] void Train(Options o) { } }",
        "class Options\n{\n    /// <summary>A key.</summary>\n    [Sensitive]\n    public string? ApiKey { get; set; }\n    [Sensitive]\n    public string? Password;\n}\nclass C { [Tracked] void Train(Options o) { } }")]
    public Task TheFixMarksIt(string source, string @fixed) => Rule.Fixes<MarkLoggedValueCodeFix>(source, @fixed);

    [Fact]
    public Task TheOtherFixLeavesItOut() => Rule.Fixes<MarkLoggedValueCodeFix>(
        "class C { [Tracked] void Train(string {|MLOPS4001:apiKey|}) { } }",
        "class C { [Tracked] void Train([NotLogged] string apiKey) { } }",
        adjust: static test => (test.CodeActionIndex, test.CodeActionEquivalenceKey) = (1, "NotLogged"));

    [Theory]
    [InlineData("", "using MlOps;\n\n")]
    [InlineData("// Ours.\nusing System.Text;\nusing Newtonsoft.Json;\n\n", "// Ours.\nusing System.Text;\nusing MlOps;\nusing Newtonsoft.Json;\n\n")]
    [InlineData("// Ours.\nusing Newtonsoft.Json;\n\n", "// Ours.\nusing MlOps;\nusing Newtonsoft.Json;\n\n")]
    public Task TheFixAddsTheUsing(string head, string changed) => Rule.Fixes<MarkLoggedValueCodeFix>(
        head + "namespace N { class C { [MlOps.Tracked] void Train(string {|MLOPS4001:apiKey|}, string {|MLOPS4001:password|}) { } } }",
        changed + "namespace N { class C { [MlOps.Tracked] void Train([Sensitive] string apiKey, [Sensitive] string password) { } } }",
        adjust: static test =>
        {
            foreach (var state in new[] { test.TestState, test.FixedState })
            {
                state.Sources.RemoveAt(state.Sources.Count - 1); // The usual usings.
            }
        });

    private static string Body(string statement) => $$"""
        using Microsoft.Extensions.Configuration;
        record Options(string ApiKey);
        record Plain(string Name, int MaxTokens);
        class Hidden { [System.Text.Json.Serialization.JsonIgnore] public string ApiKey { get; set; } = ""; }
        static class Other { public static string Hub => Environment.GetEnvironmentVariable("HF_TOKEN")!; }
        class C
        {
            const string Db = "Server=db;Pwd=hunter2;";
            static readonly string? s_hub = Environment.GetEnvironmentVariable("HF_TOKEN");
            static readonly string? s_folder = Environment.GetEnvironmentVariable("PWD");
            static string? Hub { get; } = Environment.GetEnvironmentVariable("HF_TOKEN") ?? "";
            static string Masked { get; } = Mask(s_hub!);
            static bool HasHub { get; } = s_hub is not null;
            readonly string _agent = "agent " + s_hub;
            void M(string text, Plain plain, Hidden hidden, string[] words, string password, Options options, System.Net.NetworkCredential credential, IConfiguration configuration)
            {
                {{statement}}
            }
            static string GetApiKey() => "";
            static string Mask(string value) => "";
        }
        """;
}
