using System.Text.Json;

namespace MlOps.MLflow.Wire;

/// <summary>One call of MLflow's REST interface.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Its path, with the query: <c>runs/create</c> below <c>/api/2.0/mlflow/</c>, or with a leading slash below the server's own address.</param>
/// <param name="Body">The JSON that goes along, in UTF-8; null for none.</param>
/// <param name="MayRepeat">Whether doing it twice is the same as doing it once.</param>
internal readonly record struct MlflowCall(HttpMethod Method, string Path, ReadOnlyMemory<byte>? Body, bool MayRepeat)
{
    private const string Api = "api/2.0/mlflow/";

    public static MlflowCall Get(string path, params ReadOnlySpan<(string Name, string? Value)> query) => new(HttpMethod.Get, QueryText.Of(path, query), null, true);

    public static MlflowCall Post(string path, Action<Utf8JsonWriter> fields) => new(HttpMethod.Post, path, JsonBody.Of(fields), true);

    public static MlflowCall Patch(string path, Action<Utf8JsonWriter> fields) => new(HttpMethod.Patch, path, JsonBody.Of(fields), true);

    public static MlflowCall Delete(string path, Action<Utf8JsonWriter> fields) => new(HttpMethod.Delete, path, JsonBody.Of(fields), true);

    /// <summary>The same call, which is made again only when the server certainly never saw it: what creates something would create it twice.</summary>
    public MlflowCall Once() => this with { MayRepeat = false };

    /// <summary>Its address on a server.</summary>
    public Uri On(Uri server) => new(server.AbsoluteUri + (Path is ['/', ..] ? Path[1..] : Api + Path));

    /// <summary>For people: without the query, which holds values.</summary>
    public override string ToString() => $"{Method} {Path.Split('?')[0]}";
}
