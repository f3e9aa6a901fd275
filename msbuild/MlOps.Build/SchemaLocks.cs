using MlOps.Data;
using MlOps.Data.Schemas;

namespace MlOps.Build;

/// <summary>Holds the data sets of a project to their schema locks.</summary>
/// <param name="policy">The property <c>MlOpsSchemaLock</c>.</param>
/// <param name="mode">What may be done to the locks.</param>
/// <param name="projectFolder">From where paths are taken.</param>
internal sealed class SchemaLocks(string policy, SchemaLockMode mode, string projectFolder)
{
    /// <summary>A data set, and its columns before and after.</summary>
    internal sealed record Candidate(DatasetItem Item, DatasetVersion Version, IReadOnlyList<DatasetColumn> Columns);

    /// <summary>The same data sets, with the columns that their locks say.</summary>
    /// <param name="candidates">The data sets.</param>
    /// <param name="fail">Told of each that does not fit, with the code and the message; and of the file and line where they are known.</param>
    /// <param name="written">Told of each lock that was written.</param>
    public IReadOnlyList<Candidate> Apply(IReadOnlyList<Candidate> candidates, Action<DatasetItem, string, string, (string File, int Line)?> fail, Action<string> written)
    {
        var results = candidates.ToArray();
        var locked = Enumerable.Range(0, results.Length)
            .Select(at => (At: at, File: LockOf(results[at])))
            .Where(static pair => pair.File is not null)
            .GroupBy(static pair => pair.File!, static pair => pair.At, StringComparer.Ordinal);
        foreach (var group in locked)
        {
            var members = group.ToArray();
            try
            {
                var found = SchemaLock.Apply(group.Key, [.. members.Select(at => Member(results[at]))], mode);
                foreach (var problem in found.Problems)
                {
                    fail(results[members[problem.Member]].Item, problem.Code, problem.Message, null);
                }

                if (found.IsWritten)
                {
                    written(group.Key);
                }

                for (var at = 0; at < found.Columns.Count; at++)
                {
                    results[members[at]] = results[members[at]] with { Columns = found.Columns[at] };
                }
            }
            catch (DatasetException problem)
            {
                fail(results[members[0]].Item, problem.Code, problem.Message, problem.Line > 0 ? (problem.File, problem.Line) : null);
            }
        }

        return results;
    }

    // What is no table has no columns to lock; unless it had some, or its project says so.
    private string? LockOf(Candidate candidate) =>
        candidate.Item.LockFile(policy, projectFolder) is { } file
        && candidate.Version.Table is { } table
        && (table.Problem is null || File.Exists(file))
            ? file
            : null;

    private static SchemaMember Member(Candidate candidate) =>
        new(candidate.Item.Item.ItemSpec, candidate.Version.Table!, candidate.Columns, candidate.Item.IsSensitive);
}
