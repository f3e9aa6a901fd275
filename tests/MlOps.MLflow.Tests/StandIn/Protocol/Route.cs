namespace MlOps.Tests.MLflow.StandIn.Protocol;

/// <summary>An endpoint: its method, its path with <c>{names}</c> for what varies, the fields it reads (none at all: its body is
/// no JSON), and what it does.</summary>
internal sealed class Route(string method, string path, string? fields, Func<Call, Answer> handle)
{
    private readonly string[] _path = path.Split('/');
    private readonly IReadOnlyList<Field>? _fields = fields == null ? null : Field.Parse(fields);

    public string Method { get; } = method;

    public string Path { get; } = path;

    public Answer Answer(Request request, ServerVersion version, IReadOnlyDictionary<string, string> path) =>
        handle(new(request, version, _fields, path));

    /// <summary>The named parts of a path that this route is for; a name that ends in <c>*</c> takes all that is left.</summary>
    public IReadOnlyDictionary<string, string>? Match(string rawPath)
    {
        var parts = rawPath.Split('/');
        var named = new Dictionary<string, string>();
        for (var i = 0; i < _path.Length; i++)
        {
            var part = _path[i];
            if (part == "{*}" && parts.Length > i)
            {
                named["*"] = Uri.UnescapeDataString(string.Join('/', parts[i..]));
                return named;
            }

            if (i >= parts.Length || (part is not ['{', ..] && part != parts[i]))
            {
                return null;
            }

            if (part is ['{', ..])
            {
                named[part.Trim('{', '}')] = Uri.UnescapeDataString(parts[i]);
            }
        }

        return parts.Length == _path.Length ? named : null;
    }
}
