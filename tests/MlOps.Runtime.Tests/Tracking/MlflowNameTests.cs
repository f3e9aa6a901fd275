using MlOps.Store;

namespace MlOps.Tests.Tracking;

/// <summary>MLflow's rules for names and lengths: what it would refuse is never stored as it is.</summary>
public sealed class MlflowNameTests
{
    [Theory]
    [InlineData("loss")]
    [InlineData("train/loss top-5 v1.0_x")]
    [InlineData("größe/学習率")]
    [InlineData("a.b/.hidden")]
    public void ANameThatMlflowTakesStaysTheSameObject(string name) => Assert.Same(name, MlflowName.Clean(name));

    [Theory]
    [InlineData("a[0]", "a_0_")]
    [InlineData("a=b,c#d", "a_b_c_d")]
    [InlineData("train:loss", "train_loss")]
    [InlineData("a//b", "a/b")]
    [InlineData("/a", "a")]
    [InlineData("a/", "a")]
    [InlineData("a/./b", "a/_/b")]
    [InlineData("../x", "__/x")]
    [InlineData("..x", "__x")]
    [InlineData(".", "_")]
    [InlineData("/", "_")]
    [InlineData("line\nbreak", "line_break")]
    [InlineData("\ud83d\ude80 speed", "_ speed")]
    public void OneThatItRefusesIsMadeFit(string name, string expected)
    {
        Assert.Equal(expected, MlflowName.Clean(name));
        Assert.Same(expected, MlflowName.Clean(expected));
    }

    [Fact]
    public void HalfACharacterIsMadeFit() => Assert.Equal("a_", MlflowName.Clean("a\ud800"));

    [Fact]
    public void ALongNameIsCut() => Assert.Equal(250, MlflowName.Clean(new string('x', 300)).Length);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void NoNameIsAnError(string? name) => Assert.Throws<ArgumentException>(() => MlflowName.Clean(name));

    [Fact]
    public void ACutNeverSplitsACharacter() => Assert.Equal("a", MlflowLimits.Cut("a\ud83d\ude80", 2));

    [Fact]
    public void TheRunKeepsTheValueUnderTheFitName()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.Log("loss[train]", 1, 1);
        run.Log("loss[train]", 2, 2);
        run.Log("loss_train_", 3, 3); // The same metric from here on.
        run.LogResult("loss[train]", 4);
        run.LogParam("a=b", 1);
        run.SetTag("x:y", "z");

        var details = store.Read(run);
        Assert.Equal(new RecordedMetric(4, 1, 4, 4, 3), Assert.Single(details.Metrics, static metric => metric.Key == "loss_train_").Value);
        Assert.Equal("1", details.Params["a_b"]);
        Assert.Equal("z", details.Tags["x_y"]);
        Assert.Contains("the metric 'loss[train]' is stored as 'loss_train_'", store.Shown.ToString());
    }

    [Fact]
    public void ValuesThatAreTooLongAreCutAndKeptWholeAsArtifacts()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.LogParam("prompt", new string('p', 6001));
        run.SetTag("note", new string('t', 8001));
        run.SetTag("fits", new string('t', 8000));

        var details = store.Read(run);
        Assert.Equal((6000, 8000, 8000), (details.Params["prompt"].Length, details.Tags["note"].Length, details.Tags["fits"].Length));
        Assert.Equal(["mlops/params/prompt.txt", "mlops/tags/note.txt"], details.Artifacts);
        Assert.Equal(6001, File.ReadAllText(Path.Combine(details.ArtifactFolder, "mlops", "params", "prompt.txt")).Length);
        Assert.Contains("'mlops/params/prompt.txt'", store.Shown.ToString());
    }
}
