using System.Globalization;
using MlOps.Data;

namespace MlOps.DataBenchmarks;

/// <summary>A push of many small files to an S3 server, beside a bare loop that puts as many at once and checks nothing; only where there is a server.</summary>
internal static class PushObjects
{
    private const int Count = 3_000;
    private const int Size = 4 * 1024;
    private const int Jobs = 16;

    public static void Measure(string folder)
    {
        if (Environment.GetEnvironmentVariable("MLOPS_TEST_S3") is not { } server)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "S3RVER");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "S3RVER");
        var files = Write(Path.Combine(folder, "small"));
        DvcRepository.Init(folder, new InitOptions { NoScm = true });
        DatasetAdder.Add(DvcRepository.Find(folder)!, [Path.Combine(folder, "small")]);
        using var http = new HttpClient();
        Pairs.PrintHeader(string.Create(CultureInfo.InvariantCulture, $"{Count:N0} files of {Size / 1024} KiB to an S3 server on this machine, {Jobs} at once"), "`HttpClient.PutAsync`", "`push`");
        // Every time to another place, where nothing is yet.
        Pairs.Print(7, "first push", () => Put(http, $"{server}/mlops/{Guid.NewGuid():n}", files), () => Push(folder, server));
        Console.WriteLine();
    }

    private static string[] Write(string folder)
    {
        var random = new Random(1);
        var content = new byte[Size];
        Directory.CreateDirectory(folder);
        return [.. Enumerable.Range(0, Count).Select(number =>
        {
            random.NextBytes(content);
            var file = Path.Combine(folder, $"{number}.bin");
            File.WriteAllBytes(file, content);
            return file;
        })];
    }

    private static void Put(HttpClient http, string address, string[] files) => Parallel.ForEachAsync(
        files,
        new ParallelOptions { MaxDegreeOfParallelism = Jobs },
        async (file, token) =>
        {
            using var content = new ByteArrayContent(await File.ReadAllBytesAsync(file, token).ConfigureAwait(false));
            var name = Path.GetFileName(file);
            // Objects lie in 256 folders, which the server has to make.
            using var response = await http.PutAsync(new Uri($"{address}/files/md5/{name.GetHashCode(StringComparison.Ordinal) & 0xFF:x2}/{name}"), content, token).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
        }).GetAwaiter().GetResult();

    private static void Push(string folder, string server)
    {
        File.WriteAllText(
            Path.Combine(folder, ".dvc", "config"),
            $"[core]\n    no_scm = True\n    remote = store\n['remote \"store\"']\n    url = s3://mlops/{Guid.NewGuid():n}\n    endpointurl = {server}\n");
        var result = DatasetTransfer.PushAsync(DvcRepository.Find(folder)!, new TransferOptions { Jobs = Jobs }).GetAwaiter().GetResult();
        if (result.Count != Count + 1)
        {
            throw new InvalidOperationException($"{result.Count} objects were pushed.");
        }
    }
}
