namespace MlOps.Search;

/// <summary>Reads the name of a field, with all the spellings that MLflow knows.</summary>
internal static class FieldName
{
    public static RunField Read(FilterScanner scanner, FilterToken token)
    {
        if (token.Kind != FilterTokenKind.Name)
        {
            throw scanner.Error(token.Start, "A field is missing here, such as metrics.accuracy, params.lr, tags.team, attributes.status or datasets.name.");
        }

        var dot = token.Text.StartsWith('`') ? token.Text.IndexOf('`', 1) + 1 : token.Text.IndexOf('.', StringComparison.Ordinal);
        var (entity, key) = dot > 0 && dot < token.Text.Length
            ? (EntityOf(scanner, token, Bare(token.Text[..dot])), token.Text[(dot + 1)..])
            : (RunEntity.Attribute, token.Text);
        if (key is not ['`' or '"', ..] && key.Split('.').Any(static word => word.Length > 0 && char.IsDigit(word[0])))
        {
            throw scanner.Error(token.Start, "A key with a word that begins with a digit stands between backticks, as in params.`2nd`.");
        }

        key = Bare(key);
        return entity switch
        {
            RunEntity.Attribute => new RunField(entity, Known(scanner, token, "attributes", AttributeOf(key), RunField.Attributes)),
            RunEntity.Dataset => new RunField(entity, Known(scanner, token, "datasets", key, RunField.DatasetAttributes)),
            _ when key.Length == 0 => throw scanner.Error(token.Start, "The key is empty."),
            _ => new RunField(entity, key),
        };
    }

    private static string Bare(string part) => part is ['`', .., '`'] or ['"', .., '"'] ? part[1..^1] : part;

    private static RunEntity EntityOf(FilterScanner scanner, FilterToken token, string name) => name switch
    {
        "metric" or "metrics" => RunEntity.Metric,
        "parameter" or "parameters" or "param" or "params" => RunEntity.Param,
        "tag" or "tags" => RunEntity.Tag,
        "attribute" or "attributes" or "attr" or "run" => RunEntity.Attribute,
        "dataset" or "datasets" => RunEntity.Dataset,
        _ => throw scanner.Error(token.Start, $"Runs have no '{name}', only metrics, params, tags, attributes and datasets, in small letters."),
    };

    private static string AttributeOf(string key) => key switch
    {
        "created" or "Created" => RunField.StartTime,
        "run name" or "Run name" or "Run Name" => RunField.RunName,
        _ => key,
    };

    private static string Known(FilterScanner scanner, FilterToken token, string entity, string key, string[] known) => known.Contains(key, StringComparer.Ordinal)
        ? key
        : throw scanner.Error(token.Start, $"There is no '{key}' among the {entity}, only {string.Join(", ", known)}. Of params, tags and metrics the kind is written, too, as in params.{(key.Length > 0 ? key : "lr")}.");
}
