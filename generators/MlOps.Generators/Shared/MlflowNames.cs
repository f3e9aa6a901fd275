namespace MlOps.Generators.Shared;

/// <summary>MLflow's rule for the names of params, metrics and tags.</summary>
internal static class MlflowNames
{
    private const int Longest = 250;

    /// <summary>What is wrong with a name, or <see langword="null"/> if MLflow takes it.</summary>
    public static string? WhyNot(string name)
    {
        if (name.Length is 0 or > Longest)
        {
            return name.Length == 0 ? "it is empty" : $"it is longer than {Longest} characters";
        }

        // The colon is allowed by some servers only (not by MLflow 2, not on Windows).
        var odd = name.FirstOrDefault(static letter => !char.IsLetterOrDigit(letter) && letter is not ('_' or '-' or '.' or '/' or ' '));
        if (odd != default)
        {
            return $"'{odd}' is not allowed";
        }

        // MLflow takes names for paths: they must be in normal form and lead nowhere else.
        return name.Split('/').Any(static part => part is "" or "." || part.StartsWith("..", StringComparison.Ordinal))
            ? "its parts between slashes must not be empty or begin with dots"
            : null;
    }
}
