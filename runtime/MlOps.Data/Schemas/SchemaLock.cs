namespace MlOps.Data.Schemas;

/// <summary>
/// Holds data sets to the columns that a committed file says. A file that fits its lock gets the types of the lock, so that code
/// goes on compiling where today's numbers happen to be whole, or nothing happens to be missing.
/// </summary>
internal static class SchemaLock
{
    /// <summary>Compares the data sets of one lock with it, and writes it where that is allowed and something is new.</summary>
    /// <param name="file">The lock.</param>
    /// <param name="members">The data sets, at least one.</param>
    /// <param name="mode">What may be done to the lock.</param>
    /// <exception cref="DatasetException">The lock cannot be understood or written, or is missing where it must be.</exception>
    internal static SchemaLockResult Apply(string file, IReadOnlyList<SchemaMember> members, SchemaLockMode mode)
    {
        if (SchemaComparison.NoTables(file, members).ToArray() is { Length: > 0 } unreadable)
        {
            return new SchemaLockResult(unreadable, [], IsWritten: false);
        }

        var locked = SchemaLockFile.Read(file, members[0].Columns);
        if (locked is null && mode == SchemaLockMode.Verify)
        {
            throw DatasetErrors.NoLock(file, members[0].Name);
        }

        var comparison = new SchemaComparison(file, locked ?? [], members);
        var problems = mode switch
        {
            SchemaLockMode.Verify => comparison.Changes().Concat(comparison.Additions()),
            SchemaLockMode.Update => comparison.Changes().Concat(comparison.Differences(alsoLocked: false)),
            _ => comparison.Differences(alsoLocked: true),
        };
        if (problems.ToArray() is { Length: > 0 } found)
        {
            return new SchemaLockResult(found, [], IsWritten: false);
        }

        var wanted = comparison.Wanted();
        // What the project gives one of them another may not be.
        if (new SchemaComparison(file, wanted, members).Changes("Give both the same type by Schema=\"name=type\".").ToArray() is { Length: > 0 } unlike)
        {
            return new SchemaLockResult(unlike, [], IsWritten: false);
        }

        var isWritten = mode != SchemaLockMode.Verify && (locked is null || !Same(locked, wanted));
        if (isWritten)
        {
            Write(file, members[0].Name, wanted);
        }

        return new SchemaLockResult([], [.. members.Select(member => Typed(member, wanted))], isWritten);
    }

    // Another order alone is nothing to write for.
    private static bool Same(IReadOnlyList<DatasetColumn> locked, IReadOnlyList<DatasetColumn> wanted) =>
        locked.Count == wanted.Count && ColumnKey.Of(locked).Zip(locked).ToHashSet().SetEquals(ColumnKey.Of(wanted).Zip(wanted));

    /// <summary>The columns of a file in its own order, as the lock has them.</summary>
    private static DatasetColumn[] Typed(SchemaMember member, IReadOnlyList<DatasetColumn> wanted)
    {
        var types = ColumnKey.Of(wanted).Zip(wanted).ToDictionary(static pair => pair.First, static pair => pair.Second);
        return [.. member.Keys.Select(key => types[key])];
    }

    private static void Write(string file, string name, IReadOnlyList<DatasetColumn> columns)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            AtomicFile.Write(file, SchemaLockFile.Format(columns));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw DatasetErrors.NotStored(name, problem);
        }
    }
}

/// <summary>What may be done to a lock.</summary>
internal enum SchemaLockMode
{
    /// <summary>Nothing: it must say what the data are.</summary>
    Verify,

    /// <summary>What is new is added; what changed is an error.</summary>
    Update,

    /// <summary>It says what the data are now.</summary>
    Accept,
}

/// <summary>What comparing with a lock came to.</summary>
/// <param name="Problems">What is wrong; then there are no columns.</param>
/// <param name="Columns">For each data set its columns.</param>
/// <param name="IsWritten">Whether the lock was written.</param>
internal sealed record SchemaLockResult(
    IReadOnlyList<SchemaProblem> Problems, IReadOnlyList<IReadOnlyList<DatasetColumn>> Columns, bool IsWritten);

/// <summary>A data set that does not fit its lock.</summary>
/// <param name="Member">The data set, by its place.</param>
/// <param name="Code">The code of the rule.</param>
/// <param name="Message">What is wrong, and what to type.</param>
internal sealed record SchemaProblem(int Member, string Code, string Message);
