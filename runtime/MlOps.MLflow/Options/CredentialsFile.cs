namespace MlOps.MLflow.Options;

/// <summary>The file that <c>mlflow login</c> and people write: <c>~/.mlflow/credentials</c>, with a section <c>[mlflow]</c>.</summary>
internal static class CredentialsFile
{
    private const int LongestFile = 64 * 1024;

    /// <summary>The user and password in it; nulls where there is no file, or it cannot be read.</summary>
    /// <param name="home">The folder of the user.</param>
    public static (string? Username, string? Password) Read(string home)
    {
        var file = new FileInfo(Path.Combine(home, ".mlflow", "credentials"));
        try
        {
            return file is { Exists: true, Length: <= LongestFile } ? Parse(File.ReadAllLines(file.FullName)) : default;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return default; // Then the server says that it wants a user, which is the clearer message.
        }
    }

    private static (string?, string?) Parse(string[] lines)
    {
        string? username = null, password = null;
        var isOurs = false;
        foreach (var line in lines.Select(static line => line.Trim()))
        {
            if (line is ['[', .., ']'])
            {
                isOurs = line == "[mlflow]";
            }
            else if (isOurs && line is not ['#' or ';', ..] && line.IndexOfAny(['=', ':']) is > 0 and var middle)
            {
                // Names are the same in any case, and the first of the two separators ends them, as in Python's configparser.
                var value = line[(middle + 1)..].Trim();
                switch (line[..middle].TrimEnd().ToLowerInvariant())
                {
                    case "mlflow_tracking_username":
                        username = value;
                        break;
                    case "mlflow_tracking_password":
                        password = value;
                        break;
                }
            }
        }

        return (username, password);
    }
}
