using System.Diagnostics;
using System.Globalization;
using MlOps.Data;

namespace MlOps.DataBenchmarks;

/// <summary>Whether time and memory grow with the number of files and no faster: each number of files in a process of its own, whose peak is told.</summary>
internal static partial class ManyFiles
{
    private static readonly int[] s_counts = [10_000, 100_000, 1_000_000];

    public static void MeasureMillion(string folder)
    {
        Console.WriteLine("## Small files by number\n\n| files | add, s | status, s | peak memory of status, bytes a file above an empty one |\n|---|---|---|---|");
        var empty = Child("empty", folder).Peak;
        foreach (var count in s_counts)
        {
            var place = Path.Combine(folder, count.ToString(CultureInfo.InvariantCulture));
            WriteTiny(place, count);
            var add = Child("add", place);
            Thread.Sleep(1000);
            Child("status", place); // Sees the objects for the first time.
            var status = Child("status", place);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {count:N0} | {add.Seconds:0.0} | {status.Seconds:0.00} | {(status.Peak - empty) / count} |"));
        }

        Console.WriteLine();
    }

    /// <summary>What the process that this program starts does.</summary>
    public static void RunChild(string what, string folder)
    {
        var watch = Stopwatch.StartNew();
        if (what == "add")
        {
            DvcRepository.Init(folder, new InitOptions { NoScm = true });
            File.WriteAllText(Path.Combine(folder, ".dvc", "config"), "[core]\n    no_scm = True\n[cache]\n    type = hardlink\n");
            DatasetAdder.Add(DvcRepository.Find(folder)!, [Path.Combine(folder, "images")]);
        }
        else if (what == "status" && RepositoryStatus.Of(DvcRepository.Find(folder)!) is not [{ IsClean: true }])
        {
            throw new InvalidOperationException("Something changed.");
        }

        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds} {self.PeakWorkingSet64}"));
    }

    private static (double Seconds, long Peak) Child(string what, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(ManyFiles).Assembly.Location, "child", what, folder]) { RedirectStandardOutput = true })!;
        var told = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return (double.Parse(told[0], CultureInfo.InvariantCulture), long.Parse(told[1], CultureInfo.InvariantCulture));
    }

    private static void WriteTiny(string folder, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var below = Path.Combine(folder, "images", (i / 1000).ToString(CultureInfo.InvariantCulture));
            if (i % 1000 == 0)
            {
                Directory.CreateDirectory(below);
            }

            File.WriteAllText(Path.Combine(below, string.Create(CultureInfo.InvariantCulture, $"{i}.txt")), i.ToString(CultureInfo.InvariantCulture));
        }
    }
}
