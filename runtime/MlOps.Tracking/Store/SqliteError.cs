namespace MlOps.Store;

/// <summary>The result codes of SQLite that we answer in a way of their own.</summary>
internal static class SqliteError
{
    public const int Busy = 5;
    public const int Locked = 6;
    public const int Constraint = 19;
}
