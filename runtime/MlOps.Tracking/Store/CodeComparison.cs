namespace MlOps.Store;

/// <summary>Something that is not the same in two runs.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="A">What it is in the first run; <see langword="null"/> when it is not there.</param>
/// <param name="B">What it is in the second run; <see langword="null"/> when it is not there.</param>
public sealed record CodeDifference(string Name, string? A, string? B);

/// <summary>Where the code behind two runs differs.</summary>
public sealed class CodeComparison
{
    private CodeComparison(RecordedCode a, RecordedCode b)
    {
        (A, B) = (a, b);
        Build = [.. Differences(Facts(a), Facts(b))];
        Packages = [.. Differences(a.Packages, b.Packages)];
        if (a.Closure is { } first && b.Closure is { } second)
        {
            Methods = [.. Differences(Grouped(first.Methods), Grouped(second.Methods))];
            References = [.. Differences(Grouped(first.References.Select(Short)), Grouped(second.References.Select(Short)))];
        }

        Unseen = [.. (a.Closure?.Unseen ?? []).Union(b.Closure?.Unseen ?? [], StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The code of the first run.</summary>
    public RecordedCode A { get; }

    /// <summary>The code of the second run.</summary>
    public RecordedCode B { get; }

    /// <summary>Whether the fingerprints are equal; <see langword="null"/> when a run has none.</summary>
    public bool? Same => A.Fingerprint is null || B.Fingerprint is null ? null : A.Fingerprint == B.Fingerprint;

    /// <summary>Whether it is known of both runs what their fingerprints stand for; if not, only <see cref="Same"/> can be told.</summary>
    public bool IsExplained => A.Closure is not null && B.Closure is not null;

    /// <summary>The methods and types whose code differs, by name, with the hashes of their code.</summary>
    public IReadOnlyList<CodeDifference> Methods { get; } = [];

    /// <summary>The assemblies outside the user's projects that differ, by simple name, with version and build.</summary>
    public IReadOnlyList<CodeDifference> References { get; } = [];

    /// <summary>The packages of the builds that differ, with their versions, whether the code reaches them or not.</summary>
    public IReadOnlyList<CodeDifference> Packages { get; }

    /// <summary>What else differs in the builds: <c>configuration</c>, <c>sdk</c>.</summary>
    public IReadOnlyList<CodeDifference> Build { get; }

    /// <summary>What the fingerprint of either cannot see: there the code may differ though the fingerprints are equal.</summary>
    public IReadOnlyList<string> Unseen { get; }

    /// <summary>The names of what differs in the code: methods, types and assemblies.</summary>
    public IReadOnlyList<string> Changed => [.. Methods.Concat(References).Select(static difference => difference.Name)];

    /// <summary>Compares the code behind two runs.</summary>
    /// <param name="a">The first, from <see cref="RunReader.Code"/>.</param>
    /// <param name="b">The second.</param>
    public static CodeComparison Of(RecordedCode a, RecordedCode b) => new(a, b);

    private static Dictionary<string, string> Facts(RecordedCode code)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("configuration", code.Configuration);
        Add("sdk", code.Sdk);
        return facts;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                facts.Add(name, value);
            }
        }
    }

    // "Accord, Version=3.8.0.0, Culture=neutral, PublicKeyToken=…" and an id of 36 characters, whose first eight tell enough.
    private static KeyValuePair<string, string> Short(KeyValuePair<string, string> reference)
    {
        var parts = reference.Key.Split(", ");
        var version = parts.FirstOrDefault(static part => part.StartsWith("Version=", StringComparison.Ordinal))?["Version=".Length..] ?? "";
        return new(parts[0], reference.Value.Length < 8 ? version : $"{version} build {reference.Value[..8]}");
    }

    /// <summary>Two file-local types may share a name; then both count.</summary>
    private static Dictionary<string, string> Grouped(IEnumerable<KeyValuePair<string, string>> pairs) => pairs
        .GroupBy(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => string.Join(", ", group.Order(StringComparer.Ordinal)), StringComparer.Ordinal);

    private static IEnumerable<CodeDifference> Differences(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) => a.Keys
        .Union(b.Keys, StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Select(name => new CodeDifference(name, a.GetValueOrDefault(name), b.GetValueOrDefault(name)))
        .Where(static difference => difference.A != difference.B);
}
