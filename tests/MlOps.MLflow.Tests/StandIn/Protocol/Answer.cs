using System.Text;
using System.Text.Json.Nodes;

namespace MlOps.Tests.MLflow.StandIn.Protocol;

/// <summary>What the server answers.</summary>
internal sealed record Answer(int Status, string ContentType, byte[] Body)
{
    private const string HtmlType = "text/html; charset=utf-8";

    public static Answer Empty { get; } = Json([]);

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Files come in chunks, so that a client learns their size only at their end.</summary>
    public bool IsChunked { get; init; }

    public static Answer Json(JsonObject body, int status = 200) => new(status, "application/json", Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static Answer Text(string text, int status = 200, string type = HtmlType) => new(status, type, Encoding.UTF8.GetBytes(text));

    /// <summary>Flask's own pages: they know nothing of JSON.</summary>
    public static Answer Page(int status, string title, string text) =>
        Text($"<!doctype html>\n<html lang=en>\n<title>{status} {title}</title>\n<h1>{title}</h1>\n<p>{text}</p>\n", status);

    public static Answer NotFound() => Page(404, "Not Found",
        "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.");

    public static Answer InternalError() => Page(500, "Internal Server Error",
        "The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.");

    public static Answer MethodNotAllowed(IEnumerable<string> allowed) =>
        Page(405, "Method Not Allowed", "The method is not allowed for the requested URL.") with
        {
            Headers = new() { ["Allow"] = string.Join(", ", allowed) },
        };
}
