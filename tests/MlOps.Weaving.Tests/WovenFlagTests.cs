using System.Reflection;
using MlOps.Tests.Weaving.Support;

namespace MlOps.Tests.Weaving;

public class WovenFlagTests
{
    [Fact]
    public void TheModuleKnowsWhetherItIsWoven()
    {
        using var compiled = Compiled.From(Samples.Trainer);
        Assert.False(IsWoven(compiled));
        compiled.MustWeave();
        Assert.True(IsWoven(compiled));
    }

    [Theory]
    [InlineData("bool IsWoven()", "bool Renamed()")]
    [InlineData("bool IsWoven() => false", "object IsWoven() => false")]
    [InlineData("IsWoven()", "IsWoven(int argument)")]
    public void AModuleOfAnotherVersionIsAnErrorAndNothingIsWritten(string member, string changed)
    {
        using var compiled = Compiled.From(Samples.Trainer.Replace(member, changed, StringComparison.Ordinal));
        var before = compiled.Bytes;

        var error = Assert.Single(compiled.Weave().Errors);

        Assert.Equal("MLOPS9003", error.Code);
        Assert.Contains("'Module_Tracked' does not have the member IsWoven", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, compiled.Bytes);
    }

    [Fact]
    public void AnAssemblyWithoutTheFlagIsWovenAllTheSame()
    {
        using var woven = Compiled.Woven(Samples.Trainer.Replace("[TracksModule]", "", StringComparison.Ordinal));
        Assert.False(IsWoven(woven));
    }

    private static bool IsWoven(Compiled compiled)
    {
        using var loaded = new Loaded(compiled);
        return (bool)loaded.Assembly.GetType("Module_Tracked")!.GetMethod("IsWoven", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, null)!;
    }
}
