using MlOps.Monitoring;

namespace MlOps.Cli.Monitoring;

/// <summary>What the profile of a reference says of how rows are to be read that are held against it.</summary>
internal static class ReferenceProfile
{
    /// <summary>Levels there are levels here, even where they look like numbers.</summary>
    public static TableOptions Types(DatasetProfile reference, TableOptions options)
    {
        var types = new Dictionary<string, ColumnType>(options.Types, StringComparer.Ordinal);
        foreach (var levels in reference.Columns.OfType<LevelProfile>().Where(static levels => levels.Salt.IsEmpty))
        {
            types.TryAdd(levels.Name, ColumnType.Categorical);
        }

        return options with { Types = types };
    }

    /// <summary>What is hidden there is hidden here, under the same salt.</summary>
    public static ProfileOptions Options(DatasetProfile reference)
    {
        var hidden = reference.Columns.OfType<LevelProfile>().Where(static levels => !levels.Salt.IsEmpty).ToArray();
        return hidden is [var first, ..]
            ? new ProfileOptions { Sensitive = [.. hidden.Select(static levels => levels.Name)], Salt = first.Salt, MayLackSensitive = true }
            : new ProfileOptions();
    }
}
