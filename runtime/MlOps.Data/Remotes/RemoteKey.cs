namespace MlOps.Data.Remotes;

/// <summary>Where an object lies below the root of a remote.</summary>
internal static class RemoteKey
{
    /// <summary>The path of a key, which is never outside the root, whatever list it was read from.</summary>
    /// <param name="root">The root, empty or with a slash at its end.</param>
    /// <param name="key">The key, or what keys begin with.</param>
    public static string Below(string root, string key) =>
        key.StartsWith('/') || key.AsSpan().ContainsAny('\\', '\0') || key.Split('/') is var names && (names.Contains("..") || names.Contains("."))
            ? throw new RemoteException($"'{key}' is no name that an object of a remote can have: it would lead out of '{root}'.")
            : root + key;
}
