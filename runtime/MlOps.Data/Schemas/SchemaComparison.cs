using System.Globalization;
using MlOps.Data.Tables;

namespace MlOps.Data.Schemas;

/// <summary>The data sets that share a lock, beside it.</summary>
internal sealed class SchemaComparison
{
    private const string Accept = "dotnet build -p:MlOpsAcceptSchema=true";

    private readonly string _file;
    private readonly IReadOnlyList<SchemaMember> _members;
    private readonly IReadOnlyList<DatasetColumn> _locked;
    private readonly List<ColumnKey> _lockedKeys;
    private readonly Dictionary<ColumnKey, int> _places;

    internal SchemaComparison(string file, IReadOnlyList<DatasetColumn> locked, IReadOnlyList<SchemaMember> members)
    {
        (_file, _locked, _members) = (file, locked, members);
        (_lockedKeys, _places) = (ColumnKey.Of(locked), ColumnKey.Places(locked));
    }

    /// <summary>Data sets that cannot be read as tables.</summary>
    internal static IEnumerable<SchemaProblem> NoTables(string file, IReadOnlyList<SchemaMember> members) =>
        from at in Enumerable.Range(0, members.Count)
        where members[at].Table.Problem is not null
        select new SchemaProblem(
            at,
            DatasetException.SchemaChanged,
            $"Data set '{members[at].Name}' is no table as its schema lock '{file}' says, since {members[at].Table.Problem}. Correct the file, or delete the lock.");

    /// <summary>Locked columns that are gone, or of another type.</summary>
    internal IEnumerable<SchemaProblem> Changes(string cure = $"If that is meant, run '{Accept}' and commit the lock; if not, correct the file.") => Problems(
        DatasetException.SchemaChanged,
        member => _lockedKeys.Select((key, at) => ChangeOf(member, key, _locked[at])).OfType<string>(),
        cure);

    /// <summary>Columns that the lock lacks.</summary>
    internal IEnumerable<SchemaProblem> Additions() => Problems(
        DatasetException.SchemaLockOutdated,
        member => member.Keys.Where(key => !_places.ContainsKey(key)).Select(key => $"column '{key.Name}' is new ({Shown(member.Columns[member.Find(key)])})"),
        "Build on your machine, which adds what is new to the lock, and commit it.");

    /// <summary>Columns that one of the data sets has and another has not.</summary>
    /// <param name="alsoLocked">Whether to look at those in the lock too.</param>
    internal IEnumerable<SchemaProblem> Differences(bool alsoLocked) => Problems(
        DatasetException.SchemaChanged,
        member => Everywhere().Where(key => member.Find(key) < 0 && (alsoLocked || !_places.ContainsKey(key))).Select(key =>
            $"column '{key.Name}' is missing, which '{_members.First(other => other.Find(key) >= 0).Name}' has, and both share the lock"),
        "Give one of them a lock of its own, or correct the file.");

    /// <summary>What the lock should say: what it says of columns that still are so, and of the others what they are.</summary>
    internal IReadOnlyList<DatasetColumn> Wanted() =>
    [
        .. _members[0].Keys.Select(key =>
            _places.TryGetValue(key, out var at) && _members.All(member => ChangeOf(member, key, _locked[at]) is null) ? _locked[at] : Merged(key)),
    ];

    private IEnumerable<ColumnKey> Everywhere() => _members.SelectMany(static member => member.Keys).Distinct();

    private IEnumerable<SchemaProblem> Problems(string code, Func<SchemaMember, IEnumerable<string>> find, string cure)
    {
        const int Shown = 10;
        for (var at = 0; at < _members.Count; at++)
        {
            var found = find(_members[at]).ToArray();
            if (found.Length > 0)
            {
                var more = found.Length > Shown ? string.Create(CultureInfo.InvariantCulture, $"; and {found.Length - Shown} more") : "";
                yield return new SchemaProblem(
                    at, code, $"Data set '{_members[at].Name}' is not what its schema lock '{_file}' says: {string.Join("; ", found.Take(Shown))}{more}. {cure}");
            }
        }
    }

    private string? ChangeOf(SchemaMember member, ColumnKey key, DatasetColumn locked)
    {
        var at = member.Find(key);
        if (at < 0)
        {
            return $"column '{key.Name}' ({Shown(locked)}) is gone";
        }

        var now = member.Columns[at];
        if (!IsStill(member, at, locked))
        {
            var where = member.IsGiven(at) ? "" : member.Table.First(at, member.IsSensitive, text => !text.IsWhiteSpace() && !ValueText.Is(text, locked.Type));
            return $"column '{key.Name}' was {Shown(locked)} and is {Shown(now)}{where}";
        }

        return locked.IsNullable || !now.IsNullable ? null
            : $"column '{key.Name}' was {Shown(locked)} and now has blank values{member.Table.First(at, member.IsSensitive, static text => text.IsWhiteSpace())}, which would be {Shown(locked with { IsNullable = true })}";
    }

    /// <summary>Whether a column can be read as the locked type without being another: what was text must not have become numbers.</summary>
    private bool IsStill(SchemaMember member, int at, DatasetColumn locked)
    {
        if (member.IsGiven(at))
        {
            return member.Columns[at].Type == locked.Type;
        }

        var profile = member.Table.Profiles[at];
        return member.Columns[at].Type == locked.Type
            || !profile.HasValue
            || (profile.Allows(locked.Type) && (locked.Type == DatasetColumnType.String ? MergedProfile(member.Keys[at]).Infer().Type == DatasetColumnType.String : !profile.IsText || IsTime(locked.Type)));
    }

    /// <summary>A column of all data sets together: where one has decimals, the others have them too.</summary>
    private DatasetColumn Merged(ColumnKey key)
    {
        var owners = _members.Where(member => member.Find(key) >= 0).ToArray();
        var given = owners.FirstOrDefault(member => member.IsGiven(member.Find(key)));
        var type = given is null ? MergedProfile(key).Infer().Type : given.Columns[given.Find(key)].Type;
        return new DatasetColumn(key.Name, type, owners.Any(member => member.Columns[member.Find(key)].IsNullable));
    }

    private ColumnProfile MergedProfile(ColumnKey key) => _members
        .Where(member => member.Find(key) >= 0)
        .Select(member => member.Table.Profiles[member.Find(key)])
        .Aggregate(static (all, next) => all.With(next));

    private static bool IsTime(DatasetColumnType type) =>
        type is DatasetColumnType.DateOnly or DatasetColumnType.DateTime or DatasetColumnType.DateTimeOffset or DatasetColumnType.Guid;

    private static string Shown(DatasetColumn column) => SchemaText.Name(column.Type) + (column.IsNullable ? "?" : "");
}
