namespace MlOps.Tests.Tracking;

/// <summary>What generated code says of a method, and what becomes of it in a run.</summary>
public sealed class TrackedMethodTests
{
    [Fact]
    public void ItsTagsAreTagsOfEveryRun()
    {
        using var store = new TestStore();
        using var run = Run.Begin(store.Recorder, new TrackedMethod("Demo.T.M") { Tags = [new("team", "vision"), new("stage", "dev")] });

        var tags = store.Read(run).Tags;
        Assert.Equal(("vision", "dev"), (tags["team"], tags["stage"]));
    }

    [Theory]
    [InlineData("fold 3", "fold 3")]
    [InlineData(null, "M-")]
    [InlineData(" ", "M-")]
    public void ItsRunsHaveTheNameTheyAreGivenOrOneOfTheirOwn(string? given, string expected)
    {
        using var store = new TestStore();
        using var run = Run.Begin(store.Recorder, new TrackedMethod("Demo.T.M"), given);

        var details = store.Read(run);
        Assert.StartsWith(expected, details.Run.Name);
        Assert.Equal(details.Run.Name, details.Tags["mlflow.runName"]);
    }

    [Fact]
    public void AnAssemblyThatWasNotWovenIsToldOnceWithTheCure()
    {
        var shown = new StringWriter();
        var errors = Console.Error;
        Console.SetError(shown);
        try
        {
            TrackedMethod.WarnNotWoven("Demo.App");
            TrackedMethod.WarnNotWoven("Demo.App");
            TrackedMethod.WarnNotWoven("Demo.Library");
        }
        finally
        {
            Console.SetError(errors);
        }

        // Tests that run at the same time may have something to say as well.
        var lines = shown.ToString().Split('\n').Where(static line => line.Contains("was not woven")).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("mlops: Demo.App has [Tracked] methods, but was not woven", lines[0]);
        Assert.Contains("dotnet build", lines[0]);
    }

    [Fact]
    public void AScalarTagIsWrittenAsAParamIsAndNullIsNoTag()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.SetTag("day", DayOfWeek.Friday);
        run.SetTag("rate", 0.5);
        run.SetTag<int?>("none", null);
        run.SetTag("text", (string?)null);

        var tags = store.Read(run).Tags;
        Assert.Equal(("Friday", "0.5"), (tags["day"], tags["rate"]));
        Assert.DoesNotContain("none", tags.Keys);
        Assert.DoesNotContain("text", tags.Keys);
        Assert.Equal("", store.Shown.ToString());
    }
}
