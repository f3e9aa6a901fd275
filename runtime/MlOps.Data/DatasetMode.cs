namespace MlOps.Data;

/// <summary>What versioning a data set may do.</summary>
public enum DatasetMode
{
    /// <summary>Bring the pointer in step with the file: for the machine of a developer.</summary>
    Update,

    /// <summary>Only compare, and fail where they differ: for continuous integration. Nothing is written.</summary>
    Verify,

    /// <summary>Only tell what the file holds. No pointer is read or written.</summary>
    Off,
}
