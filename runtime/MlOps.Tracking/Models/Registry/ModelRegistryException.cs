namespace MlOps.Store;

/// <summary>The registry refused something; the message says what, and why.</summary>
/// <param name="code">What kind of refusal it is.</param>
/// <param name="message">What the user reads.</param>
public sealed class ModelRegistryException(string code, string message) : Exception(message)
{
    internal const string NotFound = "RESOURCE_DOES_NOT_EXIST";
    internal const string Exists = "RESOURCE_ALREADY_EXISTS";
    internal const string Invalid = "INVALID_PARAMETER_VALUE";

    /// <summary>
    /// MLflow's word for the kind of refusal: <c>RESOURCE_DOES_NOT_EXIST</c>, <c>RESOURCE_ALREADY_EXISTS</c> or
    /// <c>INVALID_PARAMETER_VALUE</c>.
    /// </summary>
    public string Code { get; } = code;
}
