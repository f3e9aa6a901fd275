namespace MlOps.Tests.MLflow.StandIn.Files;

/// <summary>The type that MLflow takes a file for, by its name: what it can show is text, whatever others call it.</summary>
internal static class MimeTypes
{
    private static readonly HashSet<string> s_text = new(StringComparer.OrdinalIgnoreCase)
    {
        ".txt", ".log", ".err", ".cfg", ".conf", ".cnf", ".cf", ".ini", ".properties", ".prop", ".hocon", ".toml", ".yaml", ".yml", ".xml",
        ".json", ".js", ".py", ".py3", ".csv", ".tsv", ".md", ".rst", ".jsonnet",
    };

    public static string Of(string path) => Path.GetFileName(path) switch
    {
        "MLmodel" or "MLproject" => "text/plain",
        var name when s_text.Contains(Path.GetExtension(name)) => "text/plain",
        var name when name.EndsWith(".html", StringComparison.OrdinalIgnoreCase) => "text/html",
        var name when name.EndsWith(".png", StringComparison.OrdinalIgnoreCase) => "image/png",
        _ => "application/octet-stream",
    };
}
