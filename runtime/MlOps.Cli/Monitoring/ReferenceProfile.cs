using MlOps.Monitoring;
using MlOps.Monitoring.Calibrated;

namespace MlOps.Cli.Monitoring;

/// <summary>What the profile of a reference says of how rows are to be read that are held against it.</summary>
internal static class ReferenceProfile
{
    /// <summary>Levels there are levels here, even where they look like numbers; and numbers there are numbers here, whatever strays among them.</summary>
    public static TableOptions Types(DatasetProfile reference, TableOptions options)
    {
        var types = new Dictionary<string, ColumnType>(options.Types, StringComparer.Ordinal);
        foreach (var levels in reference.Columns.OfType<LevelProfile>().Where(static levels => levels.Salt.IsEmpty))
        {
            types.TryAdd(levels.Name, ColumnType.Categorical);
        }

        foreach (var numbers in reference.Columns.OfType<NumberProfile>().Where(static numbers => numbers.Moments.Count > 0 && new DriftOptions().TypeOf(numbers) == ColumnType.Numeric))
        {
            types.TryAdd(numbers.Name, ColumnType.Numeric);
        }

        return options with { Types = types };
    }

    /// <summary>Whether a profile was read in another way than was asked for.</summary>
    public static bool IsReadAs(DatasetProfile profile, TableOptions options) => profile.Columns.All(column =>
        !options.Types.TryGetValue(column.Name, out var type)
            || column is LevelProfile { Salt.IsEmpty: false } or NumberProfile { Moments.Count: 0 }
            || (type == ColumnType.Numeric) == column is NumberProfile);

    /// <summary>What is hidden there is hidden here, under the same salt.</summary>
    public static ProfileOptions Options(DatasetProfile reference)
    {
        var hidden = reference.Columns.OfType<LevelProfile>().Where(static levels => !levels.Salt.IsEmpty).ToArray();
        return hidden is [var first, ..]
            ? new ProfileOptions { Sensitive = [.. hidden.Select(static levels => levels.Name)], Salt = first.Salt, MayLackSensitive = true }
            : new ProfileOptions();
    }
}
