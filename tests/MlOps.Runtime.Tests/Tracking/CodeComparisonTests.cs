using MlOps.Store;

namespace MlOps.Tests.Tracking;

public sealed class CodeComparisonTests
{
    private static readonly RecordedCode s_a = new(
        "run-a",
        "f1",
        "Debug",
        "10.0.401",
        new Dictionary<string, string> { ["Alpha"] = "1.0.0", ["Beta"] = "1.0.0" },
        new([new("M.Same()", "1"), new("M.Changed()", "2"), new("M.Gone()", "3"), new("Twice", "5"), new("Twice", "4")], [new("Alpha, Version=1.0.0.0", "aaaaaaaa-1")], ["dynamic in M.Gone()"]));

    private static readonly RecordedCode s_b = new(
        "run-b",
        "f2",
        "Release",
        "10.0.401",
        new Dictionary<string, string> { ["Alpha"] = "1.1.0", ["Beta"] = "1.0.0" },
        new([new("M.Same()", "1"), new("M.Changed()", "9"), new("M.New()", "3"), new("Twice", "4"), new("Twice", "5")], [new("Alpha, Version=1.0.0.0", "bbbbbbbb-2")], ["function pointer in M.New()"]));

    [Fact]
    public void ItTellsWhatChangedAndWhatOnlyOneHas()
    {
        var comparison = CodeComparison.Of(s_a, s_b);

        Assert.False(comparison.Same);
        Assert.True(comparison.IsExplained);
        Assert.Equal([new("M.Changed()", "2", "9"), new("M.Gone()", "3", null), new("M.New()", null, "3")], comparison.Methods);
        Assert.Equal([new("Alpha", "1.0.0.0 build aaaaaaaa", "1.0.0.0 build bbbbbbbb")], comparison.References);
        Assert.Equal([new("Alpha", "1.0.0", "1.1.0")], comparison.Packages);
        Assert.Equal([new("configuration", "Debug", "Release")], comparison.Build);
        Assert.Equal(["dynamic in M.Gone()", "function pointer in M.New()"], comparison.Unseen);
        Assert.Equal(["M.Changed()", "M.Gone()", "M.New()", "Alpha"], comparison.Changed);
    }

    [Fact]
    public void EqualFingerprintsAreTheSameCodeWhateverElseDiffers()
    {
        var comparison = CodeComparison.Of(s_a, s_a with { Sdk = "10.0.500" });
        Assert.True(comparison.Same);
        Assert.Empty(comparison.Changed);
        Assert.Equal([new("sdk", "10.0.401", "10.0.500")], comparison.Build);
    }

    [Fact]
    public void WithoutAClosureOnlyTheFingerprintsAreCompared()
    {
        var comparison = CodeComparison.Of(s_a, s_b with { Closure = null });
        Assert.False(comparison.Same);
        Assert.False(comparison.IsExplained);
        Assert.Empty(comparison.Methods);
    }

    [Fact]
    public void WithoutAFingerprintNothingIsClaimed() => Assert.Null(CodeComparison.Of(s_a, s_b with { Fingerprint = null }).Same);
}
