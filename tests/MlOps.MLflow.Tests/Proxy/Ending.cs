namespace MlOps.Tests.MLflow.Proxy;

/// <summary>What becomes of a connection after an answer.</summary>
internal enum Ending
{
    /// <summary>It goes on.</summary>
    None,

    /// <summary>It ends in good order.</summary>
    Close,

    /// <summary>It is torn.</summary>
    Reset,
}
