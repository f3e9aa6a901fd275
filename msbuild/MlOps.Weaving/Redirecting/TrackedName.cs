namespace MlOps.Weaving;

/// <summary>What a tracker says of its method: the name, and, for a local function, which method holds it.</summary>
/// <param name="Method">The metadata name of the method; of a local function the name that it has in the source.</param>
/// <param name="LocalTo">The metadata name of the outermost method around a local function; null for all others.</param>
internal readonly record struct TrackedName(string Method, string? LocalTo)
{
    // `<Main>$` holds `Train`: the compiler lifts it out as `<<Main>$>g__Train|0_0`. The numbers are nobody's business.
    public bool IsOf(string metadataName) => LocalTo is null
        ? metadataName == Method
        : metadataName.StartsWith($"<{LocalTo}>g__{Method}|", StringComparison.Ordinal);

    public override string ToString() => LocalTo is null ? Method : $"{LocalTo}.{Method}";
}
