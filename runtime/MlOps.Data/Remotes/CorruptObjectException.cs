namespace MlOps.Data.Remotes;

/// <summary>The bytes of an object are not those that its name says.</summary>
internal sealed class CorruptObjectException(string message) : IOException(message);
