namespace MlOps.Silicon.Apple;

/// <summary>The registry of this Mac.</summary>
internal sealed class Registry : IRegistry
{
    public IReadOnlyList<RegistryEntry> Services(string className, string? name = null)
    {
        var entries = new List<RegistryEntry>();
        foreach (var service in IoKit.Services(className))
        {
            if (name is null || IoKit.NameOf(service) == name)
            {
                entries.Add(Take(service));
            }
            else
            {
                _ = IoKit.Release(service);
            }
        }

        return entries;
    }

    public IReadOnlyList<RegistryEntry> Children(string className)
    {
        var children = new List<RegistryEntry>();
        foreach (var service in IoKit.Services(className))
        {
            children.AddRange(IoKit.Children(service).Select(Take));
            _ = IoKit.Release(service);
        }

        return children;
    }

    private static RegistryEntry Take(uint entry)
    {
        var name = IoKit.NameOf(entry);
        var isRead = IoKit.CreateProperties(entry, out var properties, 0, 0) == 0;
        var result = new RegistryEntry(name, isRead ? CoreFoundation.ToDictionary(properties) : []);
        if (isRead)
        {
            CoreFoundation.Release(properties);
        }

        _ = IoKit.Release(entry);
        return result;
    }
}
