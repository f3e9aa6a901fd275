using MlOps.Cli.Doctor;
using MlOps.Tests.Support;

namespace MlOps.Tests.Doctor;

/// <summary>What <c>mlops doctor --assembly</c> says of assemblies that the generator and the weaver really made.</summary>
public sealed class WeavingStateTests
{
    private const string Tracked = "public static class Program { [Tracked] public static int Train(int epochs) => epochs; }";

    [Fact]
    public void AnAssemblyThatIsNotWovenFailsUntilItIs()
    {
        using var folder = new TempFolder();
        var assembly = GeneratedAssembly.Compile(folder, Tracked, "Doctored");

        var unwoven = WeavingState.Check(assembly.Path);
        Assert.False(unwoven.Ok);
        Assert.Equal($"'{assembly.Path}' has tracked methods, but is not woven", unwoven.Detail);
        Assert.Contains("MlOpsWeave", unwoven.Cure);

        assembly.Weave();
        var woven = WeavingState.Check(assembly.Path);
        Assert.True(woven.Ok);
        Assert.Equal($"'{assembly.Path}' is woven: its tracked methods are recorded", woven.Detail);
    }

    [Fact]
    public void AnAssemblyWithoutTrackedMethodsIsToldWhatToTrack()
    {
        using var folder = new TempFolder();
        var assembly = GeneratedAssembly.Compile(folder, Tracked.Replace("[Tracked]", "", StringComparison.Ordinal), "Doctored");

        var check = WeavingState.Check(assembly.Path);
        Assert.False(check.Ok);
        Assert.Equal($"'{assembly.Path}' has no tracked methods", check.Detail);
        Assert.Contains("[Tracked]", check.Cure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# A text")]
    public void AFileThatIsNoAssemblyIsCalledThat(string content)
    {
        using var folder = new TempFolder();
        var file = folder.PathOf("App.dll");
        File.WriteAllText(file, content);

        AssertUnreadable(file, "it is no .NET assembly");
    }

    [Fact]
    public void APathThatHoldsNoFileIsCalledThat()
    {
        using var folder = new TempFolder();
        AssertUnreadable(folder.PathOf("App.dll"), "there is no such file");
        AssertUnreadable(folder.Root, "there is no such file");
        AssertUnreadable("", "there is no such file");
    }

    private static void AssertUnreadable(string path, string why)
    {
        var check = WeavingState.Check(path);
        Assert.False(check.Ok);
        Assert.Equal($"'{path}' cannot be looked into: {why}", check.Detail);
        Assert.Contains("bin/Debug/net10.0/App.dll", check.Cure);
    }
}
