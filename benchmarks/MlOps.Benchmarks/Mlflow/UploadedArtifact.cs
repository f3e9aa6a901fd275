using System.Diagnostics;
using System.Globalization;
using MlOps.Benchmarks.WholeProcess;
using MlOps.MLflow;

namespace MlOps.Benchmarks.Mlflow;

/// <summary>A large artifact sent by the client, beside <c>curl -T</c> of the same file to the same sink: both from the start of a process to its end.</summary>
internal static class UploadedArtifact
{
    public const string Name = "mlflow-artifact";
    public const string Child = "mlflow-artifact-child";

    private const string Run = "0123456789abcdef0123456789abcdef";

    public static int Execute(string[] arguments)
    {
        var gibibytes = arguments is [var size, ..] ? double.Parse(size, CultureInfo.InvariantCulture) : 10;
        var count = arguments is [_, var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 5;
        var folder = Directory.CreateTempSubdirectory("mlops-artifact-").FullName;
        var (server, uri) = SinkServer.Start(delay: 0);
        try
        {
            var small = Fill(Path.Combine(folder, "small.bin"), 1);
            var large = Fill(Path.Combine(folder, "large.bin"), (long)(gibibytes * (1L << 30)));
            var baseline = Upload(uri, small).Peak;
            var pairs = Pairs.Interleaved(count, () => Upload(uri, large), () => Curl(uri, large));

            Console.WriteLine("| pair | client, GiB/s | curl -T, GiB/s | ratio | memory over baseline, MiB |\n|---:|---:|---:|---:|---:|");
            for (var pair = 0; pair < count; pair++)
            {
                var (own, curl) = pairs[pair];
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {pair + 1} | {gibibytes / own.Seconds:0.00} | {gibibytes / curl.Seconds:0.00} | {curl.Seconds / own.Seconds:0.00} | {(own.Peak - baseline) / 1048576.0:0.0} |"));
            }

            var ratio = Interval.OfRatios(pairs.Select(static pair => pair.Other.Seconds / pair.One.Seconds));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"\nThroughput beside `curl -T`: {ratio.Mean:0.00} ({ratio.Low:0.00} to {ratio.High:0.00}); most memory over a client that sends one byte: {pairs.Max(pair => pair.One.Peak - baseline) / 1048576.0:0.0} MiB."));
            return 0;
        }
        finally
        {
            server.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The child: sends one file. What is stored is not read back, since curl does not do so either.</summary>
    public static async Task<int> ExecuteChildAsync(string[] arguments)
    {
        using var client = new MlflowClient(new MlflowOptions { TrackingUri = arguments[0], MaxRetries = 0 });
        await client.Artifacts.UploadAsync(Run, arguments[1], "model.bin", ArtifactCheck.None);
        return 0;
    }

    private static (double Seconds, long Peak) Upload(Uri uri, string file) => Measure(() => OwnProcess.Start(Child, uri.AbsoluteUri, file));

    // Without waiting for a "100 Continue", which the client does not do either.
    private static (double Seconds, long Peak) Curl(Uri uri, string file) => Measure(() => Process.Start("curl",
        ["--silent", "--fail", "--output", "/dev/null", "--header", "Expect:", "--upload-file", file, $"{uri}api/2.0/mlflow-artifacts/artifacts/1/{Run}/artifacts/model.bin"]));

    private static (double Seconds, long Peak) Measure(Func<Process> start)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = start();
        var peak = PeakMemory.Watch(process);
        return process.ExitCode == 0 ? (Stopwatch.GetElapsedTime(began).TotalSeconds, peak) : throw new InvalidOperationException("The upload failed.");
    }

    private static string Fill(string file, long length)
    {
        var block = new byte[1 << 20];
        new Random(1).NextBytes(block);
        using var stream = File.Create(file);
        for (var left = length; left > 0; left -= block.Length)
        {
            stream.Write(block.AsSpan(0, (int)Math.Min(left, block.Length)));
        }

        return file;
    }
}
