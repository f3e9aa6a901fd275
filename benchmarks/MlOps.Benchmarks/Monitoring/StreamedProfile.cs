using System.Diagnostics;
using System.Globalization;
using MlOps.Benchmarks.WholeProcess;
using MlOps.Monitoring;
using MlOps.Monitoring.Files;
using MlOps.Monitoring.Files.Csv;

namespace MlOps.Benchmarks.Monitoring;

/// <summary>
/// What the profile of a CSV file of a million rows (10 columns of 16 digits, 10 of 20 levels) takes beside reading the file with the same
/// parser: its fields alone, and with their numbers and missing values made out. CPU time of this process, the least of several rounds
/// in turn. Then the same from start to finish of a process: the file held against a stored profile, beside one that reads it only.
/// </summary>
internal static class StreamedProfile
{
    public const string Name = "monitoring-stream";
    public const string Child = "monitoring-stream-child";

    private const int Rows = 1_000_000;
    private const int Rounds = 7;
    private const string Drift = "drift";
    private const string Reading = "read";

    public static int Execute(string[] arguments)
    {
        var file = arguments is [var named] ? named : Path.Combine(Path.GetTempPath(), "mlops-stream-bench.csv");
        if (!File.Exists(file))
        {
            Write(file);
        }

        (string Name, Action Work)[] works =
        [
            ("fields", () => Read(file, static name => new Nothing(name), static name => new Nothing(name))),
            ("fields and values", () => ReadValues(file)),
            ("profile", () => TableFile.ProfileAsync(file).GetAwaiter().GetResult()),
            ("table in memory", () => TableFile.ReadAsync(file).GetAwaiter().GetResult()),
        ];
        var best = Array.ConvertAll(works, static _ => double.PositiveInfinity);
        for (var round = 0; round < Rounds; round++)
        {
            for (var at = 0; at < works.Length; at++)
            {
                GC.Collect();
                var before = Process.GetCurrentProcess().TotalProcessorTime;
                works[at].Work();
                best[at] = Math.Min(best[at], (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
            }
        }

        Console.WriteLine("| what | CPU | of reading |\n|---|---|---|");
        for (var at = 0; at < works.Length; at++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {works[at].Name} | {best[at]:0.000} s | {best[at] / best[1]:0.00} |"));
        }

        WholeProcesses(file);
        return 0;
    }

    /// <summary>Compares the file with the profile beside it, or only reads it, and says what this process took.</summary>
    public static int ExecuteChild(string what, string file)
    {
        if (what == Drift)
        {
            DriftDetector.Compare(DatasetProfile.LoadAsync(ProfileOf(file)).GetAwaiter().GetResult(), TableFile.ProfileAsync(file).GetAwaiter().GetResult());
        }
        else
        {
            ReadValues(file);
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.CpuUsage.TotalTime.TotalSeconds} {process.PeakWorkingSet64 / 1048576.0}"));
        return 0;
    }

    private static void WholeProcesses(string file)
    {
        TableFile.ProfileAsync(file).GetAwaiter().GetResult().SaveAsync(ProfileOf(file)).GetAwaiter().GetResult();
        var pairs = Enumerable.Range(0, Rounds).Select(_ => (Drift: OfProcess(Drift, file), Reading: OfProcess(Reading, file))).ToArray();
        Console.WriteLine("\n| one process, start to finish | CPU, median | of reading, median of the pairs | peak memory |\n|---|---|---|---|");
        Row("fields and values", static pair => pair.Reading);
        Row("drift of the file against a profile", static pair => pair.Drift);

        void Row(string what, Func<(Cost Drift, Cost Reading), Cost> of) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {Median(pairs.Select(pair => of(pair).Seconds)):0.000} s | {Median(pairs.Select(pair => of(pair).Seconds / pair.Reading.Seconds)):0.00} | {pairs.Max(pair => of(pair).Mebibytes):0} MiB |"));
    }

    private static Cost OfProcess(string what, string file)
    {
        using var process = OwnProcess.Start(Child, what, file);
        var said = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return new Cost(double.Parse(said[0], CultureInfo.InvariantCulture), double.Parse(said[1], CultureInfo.InvariantCulture));
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static string ProfileOf(string file) => $"{file}.profile";

    private static void ReadValues(string file) => Read(file, static name => new Numbers(name), static name => new Texts(name));

    private static void Read(string file, Func<string, FieldReader> numbers, Func<string, FieldReader> texts)
    {
        var options = new TableOptions();
        CsvScan.Read(new CsvSource(file, options), options, numbers, texts, mayMix: true, CancellationToken.None);
    }

    private static void Write(string file)
    {
        var random = new Random(1);
        using var writer = new StreamWriter(file);
        writer.WriteLine(string.Join(',', Enumerable.Range(0, 20).Select(static column => $"c{column}")));
        for (var row = 0; row < Rows; row++)
        {
            writer.WriteLine(string.Join(',', Enumerable.Range(0, 20).Select(column => column < 10 ? Normal(random).ToString("R", CultureInfo.InvariantCulture) : $"level{random.Next(20)}")));
        }
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private readonly record struct Cost(double Seconds, double Mebibytes);

    private sealed class Nothing(string name) : FieldReader(name)
    {
        private long _characters;

        internal override void Add(ReadOnlySpan<char> text) => _characters += text.Length;
    }

    private sealed class Numbers(string name) : NumberFields(name)
    {
        protected override void MakeRoom() => Count = 0;
    }

    private sealed class Texts(string name) : FieldReader(name)
    {
        private long _missing;

        internal override void Add(ReadOnlySpan<char> text) => _missing += FieldText.IsMissing(text) ? 1 : 0;
    }
}
