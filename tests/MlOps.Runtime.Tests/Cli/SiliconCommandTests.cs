using System.Diagnostics;
using System.Text.Json;
using MlOps.Cli;

namespace MlOps.Tests.Cli;

/// <summary><c>mlops silicon</c> as programs use it.</summary>
public sealed class SiliconCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TheMachineIsOneDocument()
    {
        var found = await MlopsCommand.RunAsync(_folder.Root, "silicon", "--json");
        Assert.Equal((0, ""), (found.Exit, found.Error));
        using var document = JsonDocument.Parse(found.Output);
        Assert.True(document.RootElement.GetProperty("cpu").GetProperty("logical_count").GetInt32() > 0);
        Assert.True(document.RootElement.GetProperty("memory").GetProperty("total_bytes").GetInt64() > 1 << 20);
        Assert.All(document.RootElement.GetProperty("advice").EnumerateArray(), static advice => Assert.NotEmpty(advice.GetProperty("reason").GetString()!));
    }

    [Fact]
    public async Task APersonReadsTheSame()
    {
        var found = await MlopsCommand.RunAsync(_folder.Root, "silicon");
        Assert.Equal((0, ""), (found.Exit, found.Error));
        Assert.Contains("logical", found.Output);
        Assert.Contains("training_parallelism", found.Output);
    }

    [Fact]
    public async Task SourcesSayWhatIsThereAndWhyTheRestIsNot()
    {
        var found = await MlopsCommand.RunAsync(_folder.Root, "silicon", "--sources", "--json");
        Assert.Equal((0, ""), (found.Exit, found.Error));
        using var document = JsonDocument.Parse(found.Output);
        Assert.Contains(".NET runtime", document.RootElement.GetProperty("present").EnumerateArray().Select(static name => name.GetString()));
        Assert.All(document.RootElement.GetProperty("absent").EnumerateArray(), static source => Assert.NotEmpty(source.GetProperty("reason").GetString()!));
        Assert.All(document.RootElement.GetProperty("metrics").EnumerateArray(), static name => Assert.StartsWith("system/", name.GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task WatchingStreamsADocumentALineUntilItIsInterrupted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends no such signal to a process alone.");
        using var command = MlopsCommand.Start(_folder.Root, environment: null, "silicon", "--watch", "--json", "--interval", "0.1");
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        command.Signal("INT");
        var found = await command.EndAsync();

        Assert.Equal((0, ""), (found.Exit, found.Error));
        var lines = found.Output.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length >= 3, found.Output);
        foreach (var line in lines)
        {
            using var document = JsonDocument.Parse(line);
            Assert.True(document.RootElement.GetProperty("time").GetDateTime() > DateTime.UnixEpoch);
            Assert.NotEmpty(document.RootElement.GetProperty("metrics").EnumerateObject());
        }
    }

    [Fact]
    public async Task WatchingEndsWhenWhoeverReadsItHasGone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no sh.");
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"dotnet '{typeof(ExitCode).Assembly.Location}' silicon --watch --json --interval 0.1 | head -2"]) { RedirectStandardOutput = true })!;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(TimeSpan.FromMinutes(1));
        var output = await shell.StandardOutput.ReadToEndAsync(end.Token);
        await shell.WaitForExitAsync(end.Token);
        Assert.Equal(2, output.TrimEnd('\n').Split('\n').Length);
    }

    [Theory]
    [InlineData("--watch")] // It draws on terminals only.
    [InlineData("--watch", "--interval", "0")]
    [InlineData("--watch", "--json", "--interval", "0")]
    [InlineData("--watch", "--json", "--interval", "NaN")]
    [InlineData("--interval", "soon")]
    [InlineData("--interval", "2")] // Of what?
    [InlineData("--watch", "--json", "--sources")]
    [InlineData("--colour")]
    public async Task WhatCannotBeMeantIsAnErrorOfUsage(params string[] options)
    {
        var found = await MlopsCommand.RunAsync(_folder.Root, ["silicon", .. options]);
        Assert.Equal(2, found.Exit);
        Assert.StartsWith("mlops: ", found.Error, StringComparison.Ordinal);
    }
}
