namespace MlOps.Tests.MLflow.StandIn.Protocol;

internal enum FieldKind
{
    Text,
    Integer,
    Number,
    Flag,
    Message,
}

/// <summary>A field of a request, as MLflow's protocol and the checks of its server describe it.</summary>
internal sealed record Field(string Name, FieldKind Kind, bool IsList, bool IsRequired, bool IsChecked, IReadOnlyList<Field> Members)
{
    private static readonly Dictionary<string, IReadOnlyList<Field>> s_messages = new()
    {
        ["tag"] = Parse("key:s value:s"),
        ["param"] = Parse("key:s value:s"),
        ["metric"] = Parse("key:s value:d timestamp:i step:i dataset_name:s dataset_digest:s model_id:s run_id:s"),
        ["dataset"] = Parse("name:s digest:s source_type:s source:s schema:s profile:s"),
        ["model"] = Parse("model_id:s step:i"),
        ["order"] = Parse("field_name:s ascending:b dataset_name:s dataset_digest:s"),
        ["constraint"] = Parse("dataset_name:s dataset_digest:s"),
    };

    /// <summary>The other name that protocol buffers take.</summary>
    public string CamelName { get; } = Name.Split('_') is var words
        ? words[0] + string.Concat(words.Skip(1).Select(static word => char.ToUpperInvariant(word[0]) + word[1..]))
        : Name;

    /// <summary>
    /// Reads <c>name:kind</c> words: s text, i int64, d double, b bool, else the name of a message; <c>[]</c> a list,
    /// <c>*</c> a field whose type the server checks, <c>!</c> one that it wants too.
    /// </summary>
    public static IReadOnlyList<Field> Parse(string words) =>
        [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => ParseWord(word.Split(':')))];

    private static Field ParseWord(string[] word)
    {
        var type = word[1].TrimEnd('!', '*');
        var isRequired = word[1].EndsWith('!');
        var isList = type.EndsWith("[]", StringComparison.Ordinal);
        type = isList ? type[..^2] : type;
        return new(word[0], KindOf(type), isList, isRequired, isRequired || word[1].EndsWith('*'), MembersOf(type));
    }

    private static FieldKind KindOf(string type) => type switch
    {
        "s" => FieldKind.Text,
        "i" => FieldKind.Integer,
        "d" => FieldKind.Number,
        "b" => FieldKind.Flag,
        _ => FieldKind.Message,
    };

    private static IReadOnlyList<Field> MembersOf(string type) => type switch
    {
        "s" or "i" or "d" or "b" => [],
        "input" => Parse("tags:tag[] dataset:dataset"),
        _ => s_messages[type],
    };
}
