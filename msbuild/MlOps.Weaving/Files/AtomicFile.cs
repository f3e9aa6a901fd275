namespace MlOps.Weaving;

/// <summary>Replaces a file so that no reader ever sees half of it; one that has that content already keeps its time.</summary>
internal static class AtomicFile
{
    public static void Replace(string path, MemoryStream content)
    {
        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        if (new FileInfo(path) is { Exists: true, Length: var length } && length == bytes.Length && bytes.SequenceEqual(File.ReadAllBytes(path)))
        {
            return;
        }

        // In the same folder, because only a rename within one volume is atomic.
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var file = File.Create(temporary))
            {
                file.Write(bytes);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
