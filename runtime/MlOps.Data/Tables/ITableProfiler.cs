using MlOps.Data.Stat;

namespace MlOps.Data.Tables;

/// <summary>Finds what a table a file is while the file is read.</summary>
internal interface ITableProfiler : IBlockReceiver, IDisposable
{
    /// <param name="read">What the file was when it was read.</param>
    TableProfile Finish(FileStamp read);
}
