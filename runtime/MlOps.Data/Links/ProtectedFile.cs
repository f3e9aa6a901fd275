namespace MlOps.Data.Links;

/// <summary>Files that may not be written to.</summary>
internal static class ProtectedFile
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>As DVC: nobody writes to an object once it is there.</summary>
    public static void Protect(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            File.SetAttributes(file, FileAttributes.ReadOnly);
        }
        else
        {
            File.SetUnixFileMode(file, ReadOnly);
        }
    }

    public static void Unprotect(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }
        else
        {
            File.SetUnixFileMode(file, ReadOnly | UnixFileMode.UserWrite);
        }
    }

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
