namespace MlOps.MLflow;

/// <summary>How it is made sure that a server stored what was sent.</summary>
public enum ArtifactCheck
{
    /// <summary>Content of up to 4 MiB is read back and compared by its SHA-256; of more, the length is compared with the one that the server lists.</summary>
    Automatic,

    /// <summary>All of it is read back and compared by its SHA-256, however much it is.</summary>
    Content,

    /// <summary>The server's word is taken for it.</summary>
    None,
}
