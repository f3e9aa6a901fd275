using MlOps.Data.Remotes;

namespace MlOps.Tests.Data.Transfer;

/// <summary>What a remote has, as a test compares it.</summary>
internal static class RemoteContent
{
    /// <summary>All bytes of an object.</summary>
    public static async Task<byte[]> ReadAsync(this IRemote remote, string key)
    {
        using var target = new MemoryStream();
        await remote.DownloadAsync(key, target, TestContext.Current.CancellationToken);
        return target.ToArray();
    }

    /// <summary>What lies below a prefix, of all pages.</summary>
    public static async Task<RemoteObject[]> ObjectsAsync(this IRemote remote, string prefix)
    {
        var found = new List<RemoteObject>();
        await foreach (var page in remote.ListAsync(prefix, TestContext.Current.CancellationToken))
        {
            found.AddRange(page);
        }

        return [.. found];
    }
}
