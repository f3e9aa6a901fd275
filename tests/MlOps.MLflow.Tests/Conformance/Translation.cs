using System.Text.RegularExpressions;

namespace MlOps.Tests.MLflow.Conformance;

/// <summary>
/// What stands here for an id, a time or a made-up name of the recording. Each is learned from the first answer that shows it, and must be
/// the same from then on.
/// </summary>
internal sealed partial class Translation
{
    private readonly Dictionary<string, string> _known = [];

    /// <summary>Writes a recorded request in the words of the server that is asked now.</summary>
    public string Translate(string recorded) => Varying().Replace(recorded, match => Learn(match.Value, match.Value));

    /// <summary>Whether an answer means what was recorded.</summary>
    public bool Matches(string recorded, string actual)
    {
        recorded = Plain(recorded);
        actual = Plain(actual);
        if (Varying().Replace(recorded, "?") != Varying().Replace(actual, "?"))
        {
            return false;
        }

        return Varying().Matches(recorded).Zip(Varying().Matches(actual)).All(pair => Learn(pair.First.Value, pair.Second.Value) == pair.Second.Value);
    }

    private string Learn(string recorded, string actual)
    {
        if (!_known.TryGetValue(recorded, out var known))
        {
            _known[recorded] = known = actual;
        }

        return known;
    }

    // Python shows sets in any order, and every server has its own folder and its own salt.
    private static string Plain(string text) => Salt().Replace(ServerFolder().Replace(Set().Replace(text, static set =>
        string.Join(", ", set.Value.Split(", ").Order(StringComparer.Ordinal))), "/srv/"), "");

    // Not the digits of a percent-encoding before an id.
    [GeneratedRegex(@"(?<!%.?)[0-9a-f]{32}|\b179536\d{7}\b|\b1[78]\d{11}\b|\b[a-z]+-[a-z]+-\d{1,3}\b")]
    private static partial Regex Varying();

    [GeneratedRegex(@"(?<=\{)'\w+'(?:, '\w+')+(?=\})")]
    private static partial Regex Set();

    [GeneratedRegex("/srv/run212/|/w/run3/|/srv/mlflow/")]
    private static partial Regex ServerFolder();

    [GeneratedRegex(@"(?<=scrypt:32768:8:1\$)[^']+")]
    private static partial Regex Salt();
}
