using System.Diagnostics;
using MlOps.Data;

namespace MlOps.DataBenchmarks;

/// <summary>What the build does to a data set of 1 GiB, beside <c>md5sum</c>: first with nothing known, then with all.</summary>
internal static class FirstBuild
{
    public static void Measure(string folder)
    {
        var file = Path.Combine(folder, "large.csv");
        NumericFile.Write(file, 1L << 30);
        Pairs.PrintHeader("Versioning a CSV file of 1 GiB", "`md5sum`", "ours");
        Pairs.Print(5, "digest only", () => Md5Sum(file), () => FileDigest.Of(file));
        Pairs.Print(7, "the same, beside `openssl md5`", () => Sum("openssl", "md5", file), () => FileDigest.Of(file));
        Pairs.Print(5, "first build: digest, copy into the cache, count and sample the rows", () => Md5Sum(file), Version, () => Forget(folder));
        Pairs.Print(5, "the same, beside `md5sum` and `cp` at once", () => Md5SumAndCopy(file, Path.Combine(folder, ".dvc", "copy")), Version, () => Forget(folder));
        Pairs.Print(5, "second build", () => Md5Sum(file), Version);

        void Version() => DatasetVersioner.Version(file, DatasetMode.Update, folder);
    }

    private static void Forget(string folder)
    {
        var cache = Path.Combine(folder, ".dvc");
        if (Directory.Exists(cache))
        {
            foreach (var entry in new DirectoryInfo(cache).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                entry.IsReadOnly = false;
            }

            Directory.Delete(cache, recursive: true);
        }
    }

    private static void Md5SumAndCopy(string file, string copy)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        using var copying = Process.Start("cp", [file, copy]);
        Md5Sum(file);
        copying.WaitForExit();
    }

    private static void Md5Sum(string file) => Sum("md5sum", file);

    private static void Sum(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
    }
}
