namespace MlOps.Data;

/// <summary>Which data sets of the workspace need which objects of the cache.</summary>
internal sealed class ObjectOwners
{
    private readonly Dictionary<(string Md5, bool IsLegacy), List<(string Path, string File)>> _owners = [];

    private readonly Dictionary<string, string> _sha256 = new(StringComparer.Ordinal);

    public static ObjectOwners Of(DvcRepository repository, IEnumerable<DatasetTarget> targets)
    {
        var owners = new ObjectOwners();
        foreach (var tracked in targets.Select(static target => target.Tracked).Where(static tracked => tracked.Output.Md5 is not null))
        {
            var (output, md5) = (tracked.Output, tracked.Output.Md5!);
            owners.Add(md5, output.IsLegacy, tracked.Path, tracked.FullPath);
            if (output.Sha256 is { } sha && !output.IsLegacy)
            {
                owners._sha256[md5] = sha;
            }

            if (output.IsFolder && output.PlainMd5 is { Length: 32 })
            {
                foreach (var entry in repository.Cache.ReadTree(md5, output.IsLegacy) ?? [])
                {
                    owners.Add(entry.Md5.ToString(), output.IsLegacy, tracked.Path + "/" + entry.Path, Path.Combine(tracked.FullPath, entry.Path));
                }
            }
        }

        return owners;
    }

    public IEnumerable<(string Md5, bool IsLegacy)> Keys => _owners.Keys;

    public bool ContainsKey((string Md5, bool IsLegacy) key) => _owners.ContainsKey(key);

    public IReadOnlyList<string> PathsOf(string md5, bool isLegacy) =>
        _owners.TryGetValue((md5, isLegacy), out var found) ? [.. found.Select(static owner => owner.Path)] : [];

    /// <summary>The second digest that an object must have; null where no pointer says one.</summary>
    public string? Sha256Of(string md5, bool isLegacy) => isLegacy ? null : _sha256.GetValueOrDefault(md5);

    /// <summary>Files of the workspace that should have a content.</summary>
    public IEnumerable<string> FilesOf(string md5, bool isLegacy = false) =>
        _owners.TryGetValue((md5, isLegacy), out var found) ? found.Select(static owner => owner.File) : [];

    private void Add(string md5, bool isLegacy, string path, string file)
    {
        if (!_owners.TryGetValue((md5, isLegacy), out var list))
        {
            _owners[(md5, isLegacy)] = list = [];
        }

        list.Add((path, file));
    }
}
