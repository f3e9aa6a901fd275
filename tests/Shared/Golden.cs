namespace MlOps.Tests;

/// <summary>
/// Compares text with a committed golden file. <c>MLOPS_BLESS=1</c> writes the files instead, to be reviewed as a diff.
/// </summary>
internal static class Golden
{
    public static void Match(string goldenFile, string actual)
    {
        if (Environment.GetEnvironmentVariable("MLOPS_BLESS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(goldenFile)!);
            File.WriteAllText(goldenFile, actual);
        }

        Assert.True(File.Exists(goldenFile), $"{goldenFile} is missing: run the test once with MLOPS_BLESS=1 and review it.");
        Assert.Equal(File.ReadAllText(goldenFile), actual);
    }
}
