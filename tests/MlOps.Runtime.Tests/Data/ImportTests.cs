using System.Net;
using System.Text;
using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>Data from elsewhere. What the pointer of an imported path says is compared with DVC's own in <see cref="DvcReplayTests"/>.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly DataRepository _repository = new();

    [Fact]
    public async Task AFolderIsImportedWithItsFiles()
    {
        using var elsewhere = new TempFolder();
        elsewhere.Write("set/a.txt", "a");
        elsewhere.Write("set/sub/b.txt", "b");
        var imported = await Import(elsewhere.PathOf("set"));
        Assert.Equal(("set", 2, 2L), (imported.Dataset.Path, imported.Dataset.Files, imported.Dataset.Size));
        Assert.Contains($"deps:\n- md5: {imported.Dataset.Md5}\n  size: 2\n  nfiles: 2\n  hash: md5\n  path: {elsewhere.PathOf("set")}\n", _repository.Read("set.dvc"));
        Assert.True(_repository.Status("set").IsClean);
    }

    [Fact]
    public async Task AWebAddressIsImportedWithItsVersion()
    {
        await using var server = new OneFileServer("some data", etag: "\"v1\"");
        var imported = await Import(server.Address + "folder/my%20data.csv");
        Assert.Equal("some data", _repository.Read("my data.csv"));
        Assert.Contains($"deps:\n- etag: '\"v1\"'\n  size: 9\n  hash: md5\n  path: {server.Address}folder/my%20data.csv\n", _repository.Read("my data.csv.dvc"));
        Assert.Equal("my data.csv", imported.Dataset.Path);
        Assert.True(_repository.Status("my data.csv").IsClean);
    }

    [Fact]
    public async Task ADownloadThatBreaksOffLeavesNothing()
    {
        await using var server = new OneFileServer("some data", etag: "\"v1\"") { IsBroken = true };
        await Assert.ThrowsAnyAsync<Exception>(() => Import(server.Address + "data.csv"));
        Assert.False(File.Exists(_repository.PathOf("data.csv")) || File.Exists(_repository.PathOf("data.csv.dvc")));
        Assert.DoesNotContain(Directory.GetFiles(_repository.PathOf(".dvc/tmp"), "*", SearchOption.AllDirectories), static file => Path.GetFileName(file) == "data");
    }

    [Fact]
    public async Task WhatLiesThereIsNotReplacedUnasked()
    {
        using var elsewhere = new TempFolder();
        var file = elsewhere.Write("f.txt", "theirs");
        _repository.Folder.Write("f.txt", "mine");
        Assert.Contains("exists", (await Assert.ThrowsAsync<DataOperationException>(() => Import(file))).Message);
        Assert.Equal("mine", _repository.Read("f.txt"));
        Assert.Contains("does not exist", (await Assert.ThrowsAsync<DataOperationException>(() => Import(elsewhere.PathOf("nothing")))).Message);
        Assert.Contains("outside the repository", (await Assert.ThrowsAsync<DataOperationException>(() => Import(file, elsewhere.PathOf("there")))).Message);
    }

    public void Dispose() => _repository.Dispose();

    private Task<ImportedDataset> Import(string source, string? destination = null) => DatasetImporter.ImportAsync(
        _repository.Dvc, source, destination ?? _repository.PathOf(Uri.UnescapeDataString(source.Split('/', '\\')[^1])), cancellationToken: DataRepository.Token);

    /// <summary>A web server on this machine that gives the same file whatever is asked.</summary>
    private sealed class OneFileServer : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _serving;

        public OneFileServer(string text, string etag)
        {
            // A free port: somebody else may take it before we do, then another is tried.
            for (var port = System.Security.Cryptography.RandomNumberGenerator.GetInt32(20_000, 40_000); !_listener.IsListening; port++)
            {
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add(Address = $"http://127.0.0.1:{port}/");
                try
                {
                    _listener.Start();
                }
                catch (HttpListenerException)
                {
                    // Taken.
                }
            }

            _serving = Task.Run(() => Serve(Encoding.UTF8.GetBytes(text), etag));
        }

        public string Address { get; private set; } = "";

        public bool IsBroken { get; init; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
            _listener.Close();
        }

        private async Task Serve(byte[] content, string etag)
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    context.Response.Headers["ETag"] = etag;
                    context.Response.ContentLength64 = content.Length;
                    await context.Response.OutputStream.WriteAsync(IsBroken ? content.AsMemory(0, 4) : content);
                    if (IsBroken)
                    {
                        context.Response.Abort();
                    }
                    else
                    {
                        context.Response.Close();
                    }
                }
            }
            catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
