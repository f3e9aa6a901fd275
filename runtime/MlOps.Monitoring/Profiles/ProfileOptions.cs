using System.Security.Cryptography;

namespace MlOps.Monitoring;

/// <summary>How a data set is profiled. All of it has defaults.</summary>
public sealed record ProfileOptions
{
    private const int MostListed = 20;

    /// <summary>
    /// The columns whose values must not be kept in the clear. They are profiled as levels, numbers too, and each level as its HMAC-SHA256
    /// under a salt that the profile holds: who has the profile can tell whether a value they guess is in it, and nothing else.
    /// </summary>
    public IReadOnlyCollection<string> Sensitive { get; init; } = [];

    /// <summary>
    /// The salt of sensitive columns, 16 bytes or more; a new one unless said. Profiles can only be compared or merged when theirs is the same,
    /// so rows that are to be held against a reference are profiled with its salt (<see cref="LevelProfile.Salt"/>).
    /// </summary>
    public ReadOnlyMemory<byte> Salt { get; init; } = RandomNumberGenerator.GetBytes(16);

    /// <summary>Whether a sensitive column may be missing from the data. Refused unless said: a name that is misspelt would leave values in the clear.</summary>
    public bool MayLackSensitive { get; init; }

    /// <summary>The profile of columns that were made by these options.</summary>
    /// <param name="columns">The columns.</param>
    /// <exception cref="ArgumentException">A sensitive one is not among them.</exception>
    public DatasetProfile Finish(IReadOnlyList<ColumnProfile> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (!MayLackSensitive && Sensitive.FirstOrDefault(name => columns.All(column => column.Name != name)) is { } missing)
        {
            throw new ArgumentException($"There is no column '{missing}' to hide. There are {string.Join(", ", columns.Take(MostListed).Select(static column => column.Name))}{(columns.Count > MostListed ? ", …" : "")}.", nameof(columns));
        }

        return new DatasetProfile(columns);
    }

    /// <summary>An empty profile of a column of numbers; of levels where it is sensitive.</summary>
    public ColumnProfile ForNumbers(string name) => Sensitive.Contains(name) ? ForLevels(name) : new NumberProfile(name);

    /// <summary>An empty profile of a column of levels.</summary>
    public LevelProfile ForLevels(string name) => Sensitive.Contains(name) ? new LevelProfile(name, Salt.Span) : new LevelProfile(name);

    /// <summary>The profile of a column by these options.</summary>
    internal ColumnProfile Profile(Column column) => column switch
    {
        NumberColumn numbers => ProfileNumbers(numbers),
        LevelColumn levels => ProfileLevels(levels),
        _ => throw new ArgumentException($"Column '{column.Name}' is neither of numbers nor of levels.", nameof(column)),
    };

    private ColumnProfile ProfileNumbers(NumberColumn column)
    {
        var profile = ForNumbers(column.Name);
        if (profile is NumberProfile numbers)
        {
            numbers.IsInteger = column.IsInteger;
            numbers.Add(column.Values);
            return numbers;
        }

        var levels = (LevelProfile)profile;
        foreach (var value in column.Values)
        {
            levels.Add(double.IsNaN(value) ? null : NumberProfile.LevelOf(value));
        }

        return levels;
    }

    private LevelProfile ProfileLevels(LevelColumn column)
    {
        var profile = ForLevels(column.Name);
        var counts = new long[column.Levels.Count];
        foreach (var code in column.Codes)
        {
            if (code == LevelColumn.Missing)
            {
                profile.AddMissing();
            }
            else
            {
                counts[code]++;
            }
        }

        for (var code = 0; code < counts.Length; code++)
        {
            profile.Add(column.Levels[code], counts[code]);
        }

        return profile;
    }
}
