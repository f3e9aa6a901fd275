using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MlOps.Data.Remotes.S3;

/// <summary>
/// Sends a large object in parts. What was sent is noted on this machine, so that a later try, also of another process, sends only
/// the rest; the object appears when all of it is there and proved right.
/// </summary>
internal sealed class S3MultipartUpload(S3Client client, string notes, Func<IReadOnlyList<(string Name, string Value)>> stored)
{
    private const int MostParts = 10_000;
    private const int SmallestPart = 16 * 1024 * 1024;

    public async Task RunAsync(string key, UploadSource source, CancellationToken cancellationToken)
    {
        // A multiple of the smallest, so that an object keeps its parts from try to try.
        var partSize = checked((int)(((source.Size / MostParts / SmallestPart) + 1) * SmallestPart));
        var note = Path.Combine(notes, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) + ".upload");
        Directory.CreateDirectory(notes);
        using (FileLock.Take(note + ".lock", patience: null, cancellationToken))
        {
            try
            {
                await SendAsync(key, source, partSize, note, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is RemoteException { Passes: false } or FileNotFoundException)
            {
                // The upload that the note is of was given up by the server, or swept away: once more from the start.
                File.Delete(note);
                await SendAsync(key, source, partSize, note, cancellationToken).ConfigureAwait(false);
            }

            File.Delete(note);
        }
    }

    private async Task SendAsync(string key, UploadSource source, int partSize, string note, CancellationToken cancellationToken)
    {
        var (id, sent) = Noted(note) ?? (await BeginAsync(key, note, cancellationToken).ConfigureAwait(false), []);
        var query = $"uploadId={SignatureV4.Escape(id)}";
        var complete = new StringBuilder("<CompleteMultipartUpload>");
        var buffer = new byte[partSize];
        var stream = source.Open();
        await using (stream.ConfigureAwait(false))
        {
            for (var number = 1; await stream.ReadAtLeastAsync(buffer, partSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) is > 0 and var length; number++)
            {
                var md5 = Convert.ToHexStringLower(MD5.HashData(buffer.AsSpan(0, length)));
                if (!sent.TryGetValue(number, out var part) || part.Md5 != md5)
                {
                    part = (md5, await SendPartAsync(key, $"partNumber={number}&{query}", buffer, length, cancellationToken).ConfigureAwait(false));
                    await File.AppendAllTextAsync(note, $"{number} {md5} {part.Tag}\n", cancellationToken).ConfigureAwait(false);
                }

                complete.Append(CultureInfo.InvariantCulture, $"<Part><PartNumber>{number}</PartNumber><ETag>{part.Tag}</ETag></Part>");
            }
        }

        var body = Encoding.UTF8.GetBytes(complete.Append("</CompleteMultipartUpload>").ToString());
        await client.SendAsync(
            new S3Request(HttpMethod.Post, key, query) { Body = () => new ByteArrayContent(body), BodyHash = Convert.ToHexStringLower(SHA256.HashData(body)) },
            static async (response, token) =>
            {
                // S3 may say 200 and think of an error while it puts the parts together.
                var answer = await S3Xml.ReadAsync(response.Content, token).ConfigureAwait(false);
                var code = answer.Find(static element => element.Path == "Code").Text;
                return code is null ? true : throw new RemoteException($"The parts could not be put together ({code}).", passes: code is "InternalError" or "SlowDown");
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> BeginAsync(string key, string note, CancellationToken cancellationToken)
    {
        var id = await client.SendAsync(
            new S3Request(HttpMethod.Post, key, "uploads=") { Headers = stored() },
            static async (response, token) => (await S3Xml.ReadAsync(response.Content, token).ConfigureAwait(false)).Find(static element => element.Path == "UploadId").Text
                ?? throw new RemoteException("The answer to the begin of an upload in parts has no UploadId."),
            cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(note, id + "\n", cancellationToken).ConfigureAwait(false);
        return id;
    }

    private Task<string> SendPartAsync(string key, string query, byte[] buffer, int length, CancellationToken cancellationToken)
    {
        var request = new S3Request(HttpMethod.Put, key, query)
        {
            Body = () => new ByteArrayContent(buffer, 0, length),
            BodyHash = Convert.ToHexStringLower(SHA256.HashData(buffer.AsSpan(0, length))),
            Headers = [("Content-MD5", Convert.ToBase64String(MD5.HashData(buffer.AsSpan(0, length))))],
        };
        return client.SendAsync(
            request,
            static (response, _) => Task.FromResult(response.Headers.ETag?.Tag ?? throw new RemoteException("A part was taken without an ETag.", passes: true)),
            cancellationToken);
    }

    private static (string Id, Dictionary<int, (string Md5, string Tag)> Sent)? Noted(string note)
    {
        if (!File.Exists(note))
        {
            return null;
        }

        var lines = File.ReadAllLines(note);
        var sent = new Dictionary<int, (string Md5, string Tag)>();
        foreach (var parts in lines.Skip(1).Select(static line => line.Split(' ')))
        {
            // A last line that was cut off by a kill is a part that is sent again.
            if (parts is [var number, { Length: 32 } md5, ['"', .., '"'] tag] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                sent[value] = (md5, tag);
            }
        }

        return lines is [{ Length: > 0 } id, ..] ? (id, sent) : null;
    }
}
