using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Security.PlainHttpAnalyzer>;

namespace MlOps.Tests.Security;

public sealed class PlainHttpTests
{
    [Theory]
    [InlineData("""Environment.SetEnvironmentVariable("MLFLOW_TRACKING_URI", {|MLOPS4004:"http://mlflow.contoso.com"|}); Environment.SetEnvironmentVariable("MLFLOW_TRACKING_TOKEN", secret);""")]
    [InlineData("""Environment.SetEnvironmentVariable("MLFLOW_TRACKING_USERNAME", "anna"); Environment.SetEnvironmentVariable("MLFLOW_TRACKING_URI", {|MLOPS4004:"http://10.0.0.7:5000"|});""")]
    [InlineData("""var client = new HttpClient(); client.BaseAddress = new Uri({|MLOPS4004:"http://mlflow.contoso.com:5000/"|}); client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);""")]
    [InlineData("""var client = new HttpClient { BaseAddress = new Uri({|MLOPS4004:"http://mlflow.contoso.com"|}) }; client.DefaultRequestHeaders.Add("Authorization", "Bearer " + secret);""")]
    [InlineData("""var client = new HttpClient { BaseAddress = new Uri({|MLOPS4004:"http://mlflow.contoso.com"|}), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", secret) } };""")]
    [InlineData("""_client.DefaultRequestHeaders.Add("X-Api-Key", secret); await _client.GetStringAsync({|MLOPS4004:"http://models.contoso.com/latest.onnx"|});""")]
    [InlineData("""var uri = {|MLOPS4004:"http://models.contoso.com/latest.onnx"|}; _client.DefaultRequestHeaders.Add("X-Api-Key", secret); await _client.GetStringAsync(uri);""")]
    [InlineData("""_client.DefaultRequestHeaders.Add("X-Api-Key", secret); await _client.GetStringAsync({|MLOPS4004:$"http://models.contoso.com/{secret.Length}"|});""")]
    [InlineData("""var request = new HttpRequestMessage(HttpMethod.Get, {|MLOPS4004:"http://models.contoso.com"|}); request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);""")]
    [InlineData("""var handler = new HttpClientHandler { Credentials = new NetworkCredential("anna", secret) }; using var client = new HttpClient(handler) { BaseAddress = new Uri({|MLOPS4004:"http://models.contoso.com"|}) };""")]
    [InlineData("""var uri = {|MLOPS4004:$"http://anna:{secret}@mlflow.contoso.com"|};""")]
    public Task CredentialsInClearAreFound(string statement) => Rule.Finds(Body(statement));

    [Theory]
    [InlineData("""Environment.SetEnvironmentVariable("MLFLOW_TRACKING_URI", "https://mlflow.contoso.com"); Environment.SetEnvironmentVariable("MLFLOW_TRACKING_TOKEN", secret);""")]
    [InlineData("""Environment.SetEnvironmentVariable("MLFLOW_TRACKING_URI", "http://localhost:5000"); Environment.SetEnvironmentVariable("MLFLOW_TRACKING_TOKEN", secret);""")]
    [InlineData("""Environment.SetEnvironmentVariable("MLFLOW_TRACKING_URI", "http://mlflow:5000"); Environment.SetEnvironmentVariable("MLFLOW_TRACKING_TOKEN", secret);""")] // A neighbour in the cluster.
    [InlineData("""Environment.SetEnvironmentVariable("MLFLOW_TRACKING_URI", "http://mlflow.contoso.com");""")] // Nothing is known of credentials.
    [InlineData("""Environment.SetEnvironmentVariable("HTTP_PROXY", "http://proxy.contoso.com"); Environment.SetEnvironmentVariable("MLFLOW_TRACKING_TOKEN", secret);""")]
    [InlineData("""_client.BaseAddress = new Uri("http://127.0.0.1:5000"); _client.DefaultRequestHeaders.Add("X-Api-Key", secret);""")]
    [InlineData("""_client.BaseAddress = new Uri("http://[::1]:5000"); _client.DefaultRequestHeaders.Add("X-Api-Key", secret);""")]
    [InlineData("""_client.BaseAddress = new Uri("http://mlflow.example.com"); _client.DefaultRequestHeaders.Add("X-Api-Key", secret);""")]
    [InlineData("""_client.BaseAddress = new Uri("http://mlflow.contoso.com"); _client.DefaultRequestHeaders.Add("User-Agent", "trainer");""")]
    [InlineData("""var other = new HttpClient(); other.DefaultRequestHeaders.Add("X-Api-Key", secret); await _client.GetStringAsync("http://models.contoso.com");""")] // Another client.
    [InlineData("""var handler = new HttpClientHandler { Credentials = CredentialCache.DefaultCredentials }; using var client = new HttpClient(handler) { BaseAddress = new Uri("http://models.contoso.com") };""")]
    [InlineData("""_client.DefaultRequestHeaders.Add("X-Api-Key", secret); Console.WriteLine("http://models.contoso.com"); await _client.GetStringAsync("https://models.contoso.com");""")]
    [InlineData("""_client.DefaultRequestHeaders.Authorization = null; await _client.GetStringAsync("http://models.contoso.com");""")]
    [InlineData("""var uri = $"http://{secret}/";""")]
    [InlineData("""var ns = "http://www.w3.org/2001/XMLSchema"; _client.DefaultRequestHeaders.Add("X-Api-Key", secret);""")]
    [InlineData("""var uri = "http://anna:7hUmb3l1na@mlflow.contoso.com";""")] // MLOPS4003 tells of that.
    public Task OtherUrisAreNot(string statement) => Rule.Finds(Body(statement));

    [Fact]
    public Task SilencedCodeIsLeftAlone() => Rule.Finds(Body("\n#pragma warning disable MLOPS4004\nvar uri = $\"http://anna:{secret}@mlflow.contoso.com\";"));

    [Theory]
    [InlineData(
        """var a = {|MLOPS4004:$"http://anna:{secret}@mlflow.contoso.com/{secret.Length}"|}; _client.BaseAddress = new Uri({|MLOPS4004:"http://mlflow.contoso.com"|}); _client.DefaultRequestHeaders.Add("X-Api-Key", secret);""",
        """var a = $"https://anna:{secret}@mlflow.contoso.com/{secret.Length}"; _client.BaseAddress = new Uri("https://mlflow.contoso.com"); _client.DefaultRequestHeaders.Add("X-Api-Key", secret);""")]
    public Task TheFixUsesHttps(string statement, string @fixed) => Rule.Fixes<UseHttpsCodeFix>(Body(statement), Body(@fixed));

    private static string Body(string statement) => $$"""
        using System.Net;
        using System.Net.Http;
        using System.Net.Http.Headers;
        class C
        {
            private readonly HttpClient _client = new();
            async Task M(string secret)
            {
                {{statement}}
                await Task.Yield();
            }
        }
        """;
}
