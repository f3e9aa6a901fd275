namespace MlOps.Data;

/// <summary>Downloads a file.</summary>
internal static class WebDownload
{
    private static readonly HttpClient s_client = new() { Timeout = TimeSpan.FromMinutes(1) };

    /// <returns>What the server calls the version, and how many bytes it has.</returns>
    /// <exception cref="HttpRequestException">The server does not give it, or breaks off.</exception>
    public static async Task<(string? Etag, long? Size)> ToAsync(Uri address, string file, DataProgress? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await CopyAsync(address, file, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is HttpRequestException { StatusCode: null, HttpRequestError: not HttpRequestError.Unknown } or HttpIOException)
        {
            throw new HttpRequestException($"'{address.GetLeftPart(UriPartial.Path)}' cannot be had from '{address.Authority}': {problem.Message} See that the address is right and the server can be reached, and try again.", problem);
        }
        catch (OperationCanceledException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"'{address.Authority}' did not answer in time for '{address.GetLeftPart(UriPartial.Path)}': try again.", problem);
        }
    }

    private static async Task<(string? Etag, long? Size)> CopyAsync(Uri address, string file, DataProgress? progress, CancellationToken cancellationToken)
    {
        using var answer = await s_client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"'{address.GetLeftPart(UriPartial.Path)}' is not given: {(int)answer.StatusCode} {answer.ReasonPhrase}.");
        }

        var expected = answer.Content.Headers.ContentLength;
        progress?.Expect(1, expected ?? 0);
        var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var open = body.ConfigureAwait(false);
        var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using var closing = target.ConfigureAwait(false);
        var buffer = new byte[256 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            progress?.Add(0, read);
        }

        progress?.Add(1, 0);
        return expected is { } length && target.Length != length
            ? throw new HttpRequestException($"'{address}' broke off after {target.Length} of {length} bytes: try again.")
            : (answer.Headers.ETag?.ToString() ?? (answer.Content.Headers.ContentMD5 is { } md5 ? Convert.ToBase64String(md5) : null), target.Length);
    }
}
