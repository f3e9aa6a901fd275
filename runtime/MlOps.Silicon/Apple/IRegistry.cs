namespace MlOps.Silicon.Apple;

/// <summary>The I/O registry: what drivers tell about the hardware. Reading it costs too much for samples; it is asked once.</summary>
internal interface IRegistry
{
    /// <summary>The services of a class.</summary>
    /// <param name="className">The class.</param>
    /// <param name="name">Only those of this name: some classes have hundreds, and reading them all costs milliseconds.</param>
    IReadOnlyList<RegistryEntry> Services(string className, string? name = null);

    /// <summary>What hangs below the services of a class.</summary>
    IReadOnlyList<RegistryEntry> Children(string className);
}

/// <summary>An entry of the registry.</summary>
/// <param name="Name">Its name, such as <c>pmgr</c>.</param>
/// <param name="Properties">Numbers (<see cref="long"/>), texts, data (<see cref="byte"/>[]) and dictionaries by name.</param>
internal sealed record RegistryEntry(string Name, IReadOnlyDictionary<string, object> Properties)
{
    public long? Number(string name) => Properties.TryGetValue(name, out var value) && value is long number ? number : null;

    public string? Text(string name) => Properties.TryGetValue(name, out var value) switch
    {
        true when value is string text => text,
        true when value is byte[] data => System.Text.Encoding.UTF8.GetString(data).TrimEnd('\0'), // As the device tree keeps its texts.
        _ => null,
    };

    public byte[]? Data(string name) => Properties.TryGetValue(name, out var value) ? value as byte[] : null;

    public RegistryEntry? Dictionary(string name) =>
        Properties.TryGetValue(name, out var value) && value is IReadOnlyDictionary<string, object> properties ? new RegistryEntry(name, properties) : null;
}
