namespace MlOps.Data.Links;

/// <summary>Deletes files that may not be written to.</summary>
internal static class ProtectedFile
{
    public static void Delete(string file)
    {
        Release(file);
        File.Delete(file);
    }

    /// <summary>Windows does not delete or replace such files. Elsewhere the folder decides, and the object that the file is linked to must stay protected.</summary>
    public static void Release(string file)
    {
        if (OperatingSystem.IsWindows() && File.Exists(file))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }
    }
}
