using System.Globalization;

namespace MlOps.Data;

/// <summary>
/// A pointer that reads exactly as we and DVC write a new one, which nearly all do. Such a one is understood without a YAML
/// library, which takes longer to load than all the rest of a build that has nothing to do.
/// </summary>
internal static class PlainPointer
{
    private const string BeforeMd5 = "outs:\n- md5: ";
    private const string BeforeSize = "\n  size: ";
    private const int Md5Length = 32;
    private const int Longest = 4096;

    /// <summary>What the pointer of a data file says; null when there is none, or it cannot be read, or is written in any other way.</summary>
    public static FileDigest? Read(string dataFile, bool executable)
    {
        try
        {
            var file = new FileInfo(DvcPointer.FileFor(dataFile));
            return file.Exists && file.Length <= Longest
                && File.ReadAllText(file.FullName) is var text
                && DigestIn(text) is { } digest
                && text == DvcPointer.Format(Path.GetFileName(dataFile), digest, executable)
                    ? digest
                    : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null; // Whoever reads it next says what is wrong.
        }
    }

    private static FileDigest? DigestIn(string text)
    {
        var afterMd5 = BeforeMd5.Length + Md5Length;
        if (text.Length < afterMd5 || !text.StartsWith(BeforeMd5, StringComparison.Ordinal) || text.IndexOf(BeforeSize, afterMd5, StringComparison.Ordinal) != afterMd5)
        {
            return null;
        }

        var start = afterMd5 + BeforeSize.Length;
        var end = text.IndexOf('\n', start);
        return end > 0 && long.TryParse(text.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? new FileDigest(text.Substring(BeforeMd5.Length, Md5Length), size)
            : null;
    }
}
