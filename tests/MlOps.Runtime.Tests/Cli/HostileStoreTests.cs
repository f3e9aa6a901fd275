using MlOps.Cli;
using MlOps.Cli.Doctor;
using MlOps.Cli.Runs;
using MlOps.Recovery;
using MlOps.Store;
using MlOps.Tests.Tracking;

namespace MlOps.Tests.Cli;

/// <summary>Whatever another program put into a store is shown without harm.</summary>
public sealed class HostileStoreTests
{
    private const string Escape = "\u001b[2J\u009b31m[red]x[/]\u202e\r\n";

    [Fact]
    public void EscapeSequencesAndMarkupAreShownAsText()
    {
        using var store = new TestStore();
        using var run = Run.Start(store.Recorder, Escape, Escape);
        run.LogParam("p", Escape);
        run.SetTag("mlops.method", Escape);
        run.Log("m", 1, 1);
        var details = store.Read(run);
        using var reader = RunReader.Open(store.Location);

        var shown = Screen.Of(console =>
        {
            RunsTable.Print(console, reader.List(), reader.Deliveries(), null);
            RunsTable.Print(console, [], reader.Deliveries(), Escape);
            RunCard.Print(console, reader, details, showsSystem: false);
            RunComparisonTable.Print(console, RunComparison.Of(reader, details.Run, details.Run));
        });
        Assert.Contains("[red]x[/]", shown);
        Assert.DoesNotContain(shown, static character => char.IsControl(character) && character is not '\n' and not '\r');
        Assert.DoesNotContain('\u202e', shown);
    }

    [Fact]
    public void AHugeValueIsCutForTheEyeOnly()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.LogParam("p", new string('x', 5_000));
        var details = store.Read(run);
        using var reader = RunReader.Open(store.Location);

        Assert.InRange(Screen.Of(console => RunCard.Print(console, reader, details, showsSystem: false)).Count(static character => character == 'x'), 400, 600);
        Assert.Equal(5_000, details.Params["p"].Length);
    }

    [Fact]
    public void TimesAndPathsThatMakeNoSenseAreLeftOut()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        store.Recorder.Flush();
        using (var other = RunStore.Open(store.Location))
        {
            other.Statements.Execute("UPDATE runs SET start_time = 9223372036854775807, end_time = -5, artifact_uri = 'file://[bad'");
        }

        var details = store.Read(run);
        Assert.Equal((null, null), (details.Run.StartTime, details.Run.EndTime));
        Assert.Empty(details.Artifacts);
    }

    [Fact]
    public void ADamagedDatabaseIsToldByTheDoctor()
    {
        using var store = new TestStore();
        using (var run = store.Begin())
        {
            for (var i = 0; i < 5_000; i++)
            {
                run.Log("m", i, i);
            }
        }

        store.Close();
        var bytes = File.ReadAllBytes(store.Location.DatabasePath);
        Array.Fill<byte>(bytes, 0xFF, bytes.Length / 2, 8192);
        File.WriteAllBytes(store.Location.DatabasePath, bytes);

        var checks = StoreHealth.Check(store.Location);
        var failed = Assert.Single(checks, static check => !check.Ok);
        Assert.NotNull(failed.Cure);
        Assert.Contains("FAIL", Screen.Of(console => DoctorCommand.Print(console, checks)));
        Assert.Equal(0, StoreRecovery.CloseDeadRuns(store.Location));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("plain größe 学習", "plain größe 学習")]
    [InlineData("a\u001b[31mb", "a\ufffd[31mb")]
    [InlineData("a\nb\tc", "a\ufffdb\ufffdc")]
    public void TextForTheTerminalHasNoControlCharacters(string? text, string expected) => Assert.Equal(expected, TerminalText.Of(text));
}
