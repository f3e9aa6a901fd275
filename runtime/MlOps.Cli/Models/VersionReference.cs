using System.Globalization;

namespace MlOps.Cli.Models;

/// <summary>What a user types for a version: <c>name/3</c>, <c>name@alias</c> or <c>name/latest</c>, with or without <c>models:/</c> before it.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">The number; null for the newest, or where an alias tells.</param>
/// <param name="Alias">The alias.</param>
internal sealed record VersionReference(string Name, long? Version, string? Alias)
{
    private const string Scheme = "models:/";

    /// <summary>Whether it can be that, or the name of a model: a name has no slash.</summary>
    public static bool IsValid(string? text) => text is { Length: > 0 } && (Of(text) is { Name.Length: > 0, Alias: not "" } || !text.Contains('/', StringComparison.Ordinal));

    /// <returns>Null for the name of a model.</returns>
    public static VersionReference? Of(string text)
    {
        var reference = text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..] : text;
        if (reference.LastIndexOf('@') is > 0 and var at)
        {
            return new(reference[..at], null, reference[(at + 1)..]);
        }

        return reference.Split('/') switch
        {
            [var name, "latest"] => new(name, null, null),
            [var name, var number] when long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => new(name, version, null),
            _ => null,
        };
    }
}
