using System.Globalization;
using System.Text.RegularExpressions;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.StandIn.Search;

/// <summary>
/// One comparison of MLflow's filter language, read here by other means than in the client, so that a mistake of one shows.
/// </summary>
internal sealed partial record Clause(string Entity, string Key, string Comparator, string Value)
{
    private static readonly Dictionary<string, string> s_entities = new()
    {
        ["metric"] = "metrics",
        ["parameter"] = "params",
        ["parameters"] = "params",
        ["param"] = "params",
        ["tag"] = "tags",
        ["attribute"] = "attributes",
        ["attr"] = "attributes",
        ["run"] = "attributes",
        ["dataset"] = "datasets",
    };

    private static readonly string[] s_known = ["=", "!=", ">", ">=", "<", "<=", "LIKE", "ILIKE", "IN", "NOT IN", "IS NULL", "IS NOT NULL"];

    public static IReadOnlyList<Clause> ParseAll(string filter) =>
        filter.Trim().Length == 0 ? [] : [.. Ands().Split(filter).Select(Parse)];

    /// <summary>Splits <c>entity.key</c>; without an entity it is an attribute.</summary>
    public static (string Entity, string Key) ParseKey(string text)
    {
        var match = Identifier().Match(text.Trim());
        var entity = match.Groups["entity"] is { Success: true, Value: var name } ? name.ToLowerInvariant() : "attributes";
        return (s_entities.GetValueOrDefault(entity, entity), match.Groups["key"].Value.Trim('`', '"'));
    }

    public bool Holds(string? text) => Comparator switch
    {
        "IS NULL" => text == null,
        "IS NOT NULL" => text != null,
        _ when text == null => false,
        "=" => text == Text,
        "!=" => text != Text,
        "LIKE" => Like(text, RegexOptions.None),
        "ILIKE" => Like(text, RegexOptions.IgnoreCase),
        "IN" => Texts.Contains(text),
        "NOT IN" => !Texts.Contains(text),
        _ => throw ApiException.Invalid($"Invalid comparator '{Comparator}' not one of ''=', '!=', 'LIKE', 'ILIKE''"),
    };

    public bool Holds(double? number) => number is { } value && Comparator switch
    {
        "=" => value == Number,
        "!=" => value != Number,
        ">" => value > Number,
        ">=" => value >= Number,
        "<" => value < Number,
        "<=" => value <= Number,
        _ => throw ApiException.Invalid($"Invalid comparator '{Comparator}' not one of '>', '>=', '!=', '=', '<', '<='"),
    };

    private string Text => Value is ['\'' or '"', ..] && Value.Length > 1
        ? Value[1..^1]
        : throw ApiException.Invalid($"Expected a quoted string value for {Entity} (e.g. 'my-value'). Got value {Value}");

    private IEnumerable<string> Texts => Quoted().Matches(Value).Select(static match => match.Value[1..^1]);

    private double Number => double.TryParse(Value, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw ApiException.Invalid($"Expected numeric value type for {Entity}. Found {Value}");

    private bool Like(string text, RegexOptions options)
    {
        var pattern = Regex.Escape(Text).Replace("%", ".*", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal);
        return Regex.IsMatch(text, $"^{pattern}$", options | RegexOptions.Singleline);
    }

    private static Clause Parse(string text)
    {
        var match = Comparison().Match(text);
        if (!match.Success)
        {
            throw ApiException.Invalid($"Invalid clause(s) in filter string: '{text.Trim()}'");
        }

        var (entity, key) = ParseKey(match.Groups["key"].Value);
        return new(entity, key, Spaces().Replace(match.Groups["op"].Value.ToUpperInvariant(), " "), match.Groups["value"].Value);
    }

    /// <summary>Complains of a comparator that nothing knows, after the key was found to be known.</summary>
    public void CheckComparator()
    {
        if (!s_known.Contains(Comparator))
        {
            throw ApiException.Invalid($"Invalid comparator '{Comparator}' not one of '{string.Join("', '", s_known)}'");
        }
    }

    [GeneratedRegex(@"\s+AND\s+(?=(?:[^'""`]|'[^']*'|""[^""]*""|`[^`]*`)*$)", RegexOptions.IgnoreCase)]
    private static partial Regex Ands();

    [GeneratedRegex(@"^(?:(?<entity>\w+)\.)?(?<key>`[^`]*`|""[^""]*""|.+)$", RegexOptions.Singleline)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^\s*(?<key>(?:\w+\.)?(?:`[^`]*`|""[^""]*""|[\w.\-/]+))\s*(?<op>[=<>!~]+|NOT\s+IN\b|IN\b|ILIKE\b|LIKE\b|IS\s+NOT\s+NULL\b|IS\s+NULL\b)\s*(?<value>.*?)\s*$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"'[^']*'|""[^""]*""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
