namespace MlOps.Weaving;

/// <summary>Replaces a file so that no reader ever sees half of it.</summary>
internal static class AtomicFile
{
    public static void Replace(string path, MemoryStream content)
    {
        // In the same folder, because only a rename within one volume is atomic.
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var file = File.Create(temporary))
            {
                content.WriteTo(file);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
