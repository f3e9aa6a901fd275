using System.Text;

namespace MlOps.Tests.Tracking;

public sealed class ArtifactTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestStore _store = new();

    [Fact]
    public void AFileIsKeptAsItWasWhenItWasLogged()
    {
        using var run = _store.Begin();
        var file = _folder.Write("model.bin", "epoch 1");
        run.LogFile(file);
        run.LogFile(file, "checkpoints/1.bin");
        File.WriteAllText(file, "epoch 2");

        Assert.Equal("epoch 1", Read(run, "model.bin"));
        Assert.Equal("epoch 1", Read(run, "checkpoints/1.bin"));
        Assert.DoesNotContain( // Nothing is left where the copies were put first.
            Directory.EnumerateFiles(Path.Combine(_store.Location.Folder, "processes"), "*", SearchOption.AllDirectories),
            static path => path.Contains(".files"));
    }

    [Fact]
    public void AFolderIsKeptWithWhatIsBelowItAndWithoutGoingRoundInCircles()
    {
        using var run = _store.Begin();
        _folder.Write("plots/a.svg", "a");
        _folder.Write("plots/deep/.hidden", "b");
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateSymbolicLink(_folder.PathOf("plots", "deep", "up"), _folder.PathOf("plots"));
        }

        run.LogFolder(_folder.PathOf("plots"));
        run.LogFolder(_folder.PathOf("plots"), "again/");

        Assert.Equal(["a.svg", "again/a.svg", "again/deep/.hidden", "deep/.hidden"], _store.Read(run).Artifacts);
        Assert.Equal("", _store.Shown.ToString());
    }

    [Fact]
    public void AStreamIsReadToItsEndAndStaysOpen()
    {
        using var run = _store.Begin();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("header body"));
        stream.Position = 7;
        run.LogStream("body.txt", stream);

        Assert.Equal("body", Read(run, "body.txt"));
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void WhatCannotBeReadIsToldAndTrainingGoesOn()
    {
        using var run = _store.Begin();
        run.LogFile(_folder.PathOf("nowhere.bin"));
        run.LogFolder(_folder.PathOf("no folder"));
        run.LogFile(_folder.Write("a", ""), "../outside");
        run.LogText("a#b", "MLflow refuses such a path");

        Assert.Empty(_store.Read(run).Artifacts);
        Assert.Equal(4, _store.Recorder.Faults.Count);
        Assert.Contains("nowhere.bin", _store.Shown.ToString());
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private string Read(Run run, string path) => File.ReadAllText(Path.Combine(_store.Read(run).ArtifactFolder, path));
}
