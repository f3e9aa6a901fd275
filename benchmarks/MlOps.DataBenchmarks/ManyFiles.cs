using System.Diagnostics;
using MlOps.Data;
using MlOps.Data.Stat;
using MlOps.Data.Trees;

namespace MlOps.DataBenchmarks;

/// <summary>A folder of 10,000 files of 10 KiB as one data set, beside what the system's own tools take for the same.</summary>
internal static partial class ManyFiles
{
    private const int Count = 10_000;
    private const int Size = 10 * 1024;

    public static void Measure(string folder)
    {
        Directory.CreateDirectory(folder);
        var data = Path.Combine(folder, "images");
        Write(data);
        // So that none of them could have changed within the tick of the clock in which it is looked at.
        Thread.Sleep(1000);
        Pairs.PrintHeader("10,000 files of 10 KiB", "the system", "ours");
        Pairs.Print(15, "digest of every file, beside `md5sum`", () => Shell(folder, "find images -type f -print0 | xargs -0 md5sum > /dev/null"), () => Digest(data));
        Pairs.Print(15, "first add with `cache.type` hardlink, beside `cp -rl` and `md5sum`", () => LinkAndSum(folder), () => Add(folder, "hardlink"), () => Forget(folder));
        Pairs.Print(15, "first add with `cache.type` copy, beside `cp -r` and `md5sum`", () => CopyAndSum(folder), () => Add(folder, "copy"), () => Forget(folder));
        Console.WriteLine();
    }

    public static void MeasureStatus(string folder)
    {
        Directory.CreateDirectory(folder);
        var data = Path.Combine(folder, "images");
        if (!Directory.Exists(data))
        {
            Write(data);
        }

        Forget(folder);
        Thread.Sleep(1000);
        Add(folder, "copy");
        var repository = DvcRepository.Find(folder)!;
        RepositoryStatus.Of(repository);
        Thread.Sleep(100);
        RepositoryStatus.Of(repository);
        Pairs.PrintHeader("Nothing changed in 10,000 files, in process", "walk and `stat`, one processor", "status");
        Pairs.Print(40, "every file, and every object of the cache", () => Walk(data), () => RepositoryStatus.Of(repository));
        Console.WriteLine();
    }

    private static void Write(string folder)
    {
        var random = new Random(1);
        var content = new byte[Size];
        for (var i = 0; i < Count; i++)
        {
            random.NextBytes(content);
            var below = Directory.CreateDirectory(Path.Combine(folder, $"{i % 100:00}"));
            File.WriteAllBytes(Path.Combine(below.FullName, $"{i}.bin"), content);
        }
    }

    private static void Digest(string folder) => new FolderInspector(stats: null, root: null).Inspect(folder, progress: null, CancellationToken.None);

    private static void Walk(string folder)
    {
        foreach (var file in new FolderWalk(folder, ignore: null, path: "").Files(CancellationToken.None))
        {
            FileStamp.Of(Path.Combine(folder, file));
        }
    }

    private static void Add(string folder, string type)
    {
        File.WriteAllText(Path.Combine(folder, ".dvc", "config"), $"[core]\n    no_scm = True\n[cache]\n    type = {type}\n");
        DatasetAdder.Add(DvcRepository.Find(folder)!, [Path.Combine(folder, "images")]);
    }

    private static void LinkAndSum(string folder) => Shell(folder, "cp -rl images .dvc/copy && find images -type f -print0 | xargs -0 md5sum > /dev/null");

    private static void CopyAndSum(string folder) => Shell(folder, "cp -r images .dvc/copy && find images -type f -print0 | xargs -0 md5sum > /dev/null");

    private static void Forget(string folder)
    {
        Shell(folder, "rm -rf .dvc images.dvc");
        // Files that were linked belong to nobody else any more.
        Shell(folder, "chmod -R u+w images");
        DvcRepository.Init(folder, new InitOptions { NoScm = true });
        Thread.Sleep(100);
    }

    private static void Shell(string folder, string command)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = folder })!;
        process.WaitForExit();
    }
}
