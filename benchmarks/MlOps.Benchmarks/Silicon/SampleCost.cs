using System.Diagnostics;
using System.Globalization;
using MlOps.Silicon;
using MlOps.Silicon.Linux;
using MlOps.Silicon.Sampling;

namespace MlOps.Benchmarks.Silicon;

/// <summary>
/// What a sample costs on Linux beside the kernel's own work for it (the same reads from C, without parsing) and beside psutil, in interleaved
/// rounds: each is the least of its batches.
/// </summary>
internal static class SampleCost
{
    public const string Name = "silicon-sample";

    private const int Batches = 25;
    private const int Rounds = 1000;

    // What MLflow's client asks psutil for, of what the exact sample has: processors, memory, the process.
    private const string Psutil = """
        import psutil, time, sys
        process = psutil.Process()
        psutil.cpu_percent(); process.cpu_percent()
        least = 1e18
        for batch in range(int(sys.argv[1])):
            begin = time.perf_counter_ns()
            for _ in range(int(sys.argv[2])):
                psutil.cpu_percent(); psutil.virtual_memory(); process.cpu_percent(); process.memory_info(); process.num_threads()
            least = min(least, (time.perf_counter_ns() - begin) / int(sys.argv[2]))
        print(least)
        """;

    public static int Execute(string[] arguments)
    {
        var pairs = arguments is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 10;
        var floor = CompileFloor();
        var rows = new List<(string Name, double[] Nanoseconds)>();
        (string Name, Func<double> Measure)[] contestants =
        [
            ("kernel floor: the same three reads from C", () => Run(floor, [$"{Batches}", $"{Rounds}"])),
            ("processors, memory, process", () => Lanes([new CpuSampler("/proc/stat", static () => CoreClasses.None), new MemorySampler("/proc/meminfo"), new ProcessSampler("/proc/self/stat")])),
            ("lite", () => Lanes(LinuxSamplers.Lite("/"))),
            ("all quick sources of this machine", () => Lanes(Sources.Of(SiliconDetail.Full).Where(static source => !source.IsSlow))),
            ("psutil, processors, memory, process", () => Run(Environment.GetEnvironmentVariable("MLOPS_PYTHON") ?? "python3", ["-c", Psutil, $"{Batches}", $"{Rounds / 4}"])),
        ];
        foreach (var (name, _) in contestants)
        {
            rows.Add((name, new double[pairs]));
        }

        for (var pair = 0; pair < pairs; pair++)
        {
            for (var i = 0; i < contestants.Length; i++)
            {
                rows[i].Nanoseconds[pair] = contestants[i].Measure();
            }
        }

        Console.WriteLine("| a sample, warm | least, µs | ÷ floor, median of rounds | of … to |\n|---|---:|---:|---:|");
        foreach (var (name, nanoseconds) in rows)
        {
            double[] ratios = [.. nanoseconds.Zip(rows[0].Nanoseconds, static (own, floor) => own / floor).Order()];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {nanoseconds.Min() / 1000:0.0} | {ratios[pairs / 2]:0.00} | {ratios[0]:0.00} … {ratios[^1]:0.00} |"));
        }

        return 0;
    }

    private static double Lanes(IEnumerable<ISampler> samplers)
    {
        using var lane = new Lane(samplers);
        var seconds = 0.0;
        var least = double.MaxValue;
        for (var batch = 0; batch < Batches * 2; batch++) // The first half is for the compiler.
        {
            var begin = Stopwatch.GetTimestamp();
            for (var round = 0; round < Rounds; round++)
            {
                lane.Sample(new Moment(seconds += 0.1));
            }

            least = Math.Min(least, Stopwatch.GetElapsedTime(begin).TotalNanoseconds / Rounds);
        }

        return least;
    }

    private static string CompileFloor()
    {
        var program = Path.Combine(Directory.CreateTempSubdirectory("mlops-floor-").FullName, "floor");
        var source = Path.Combine(ResultFile.RepositoryRoot(), "benchmarks", "MlOps.Benchmarks", "Silicon", "floor.c");
        using var compiler = Process.Start("cc", ["-O2", "-o", program, source]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? program : throw new InvalidOperationException("'cc' could not compile floor.c.");
    }

    private static double Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(text.Trim(), CultureInfo.InvariantCulture);
    }
}
