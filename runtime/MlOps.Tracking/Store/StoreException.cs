namespace MlOps.Store;

/// <summary>The store cannot be used; the message says where it is, what is wrong and what helps.</summary>
/// <param name="message">What the user reads.</param>
public sealed class StoreException(string message) : Exception(message);
