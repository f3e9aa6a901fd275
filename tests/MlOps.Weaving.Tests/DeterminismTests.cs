using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using MlOps.Tests.Weaving.Support;
using MlOps.Weaving;
using static MlOps.Tests.Weaving.Support.Weaving;

namespace MlOps.Tests.Weaving;

public class DeterminismTests
{
    public static TheoryData<DebugInformationFormat?> Formats { get; } =
        new(new DebugInformationFormat?[] { DebugInformationFormat.PortablePdb, DebugInformationFormat.Embedded, null });

    [Theory, MemberData(nameof(Formats))]
    public void TwoFoldersGiveIdenticalFiles(DebugInformationFormat? format)
    {
        var options = new CompileOptions { Symbols = format, MapPaths = true, Optimization = OptimizationLevel.Debug };
        using var here = Compiled.Woven(Samples.Trainer, options);
        using var there = Compiled.Woven(Samples.Trainer, options);

        Assert.NotEqual(here.Folder, there.Folder);
        Assert.Equal(here.Bytes, there.Bytes);
        if (format == DebugInformationFormat.PortablePdb)
        {
            Assert.Equal(File.ReadAllBytes(here.SymbolPath), File.ReadAllBytes(there.SymbolPath));
        }
    }

    [Fact]
    public void TheBuildFolderIsNotInTheWovenAssembly()
    {
        using var compiled = Compiled.From(Samples.Trainer);
        Assert.Contains(compiled.Folder, Encoding.UTF8.GetString(compiled.Bytes), StringComparison.Ordinal);
        compiled.Weave();
        Assert.DoesNotContain(compiled.Folder, Encoding.UTF8.GetString(compiled.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void TheModuleIdentityFollowsTheContent()
    {
        using var original = Compiled.From(Samples.Trainer);
        using var woven = Compiled.Woven(Samples.Trainer);
        using var edited = Compiled.Woven(Samples.Trainer.Replace("epoch * 2", "epoch * 3", StringComparison.Ordinal));
        var identities = new[] { original, woven, edited }.Select(static compiled =>
        {
            using var loaded = new Loaded(compiled);
            return loaded.Assembly.ManifestModule.ModuleVersionId;
        });

        Assert.Equal(3, identities.Distinct().Count());
    }

    [Theory, MemberData(nameof(Formats))]
    public void ASecondPassIsSilentAndTouchesNothing(DebugInformationFormat? format)
    {
        using var woven = Compiled.Woven(Samples.Trainer, new() { Symbols = format });
        var before = Snapshot(woven);

        var result = woven.Weave();

        Assert.Equal(WeaveOutcome.AlreadyWoven, result.Outcome);
        Assert.Empty(result.Errors);
        Assert.Equal(before, Snapshot(woven));
    }

    [Fact]
    public void AnAssemblyWithoutTrackersIsNotTouched()
    {
        using var plain = Compiled.From(Samples.Untracked);
        var before = Snapshot(plain);

        Assert.Equal(WeaveOutcome.NothingToWeave, plain.Weave().Outcome);
        Assert.Equal(before, Snapshot(plain));
    }

    [Fact]
    public void NamingTheAttributeWithoutUsingItIsNothingToWeave()
    {
        using var plain = Compiled.From(Source("public static class Plain { public static System.Type Run() => typeof(TracksMethodAttribute); }"));
        var before = Snapshot(plain);

        Assert.Equal(WeaveOutcome.NothingToWeave, plain.Weave().Outcome);
        Assert.Equal(before, Snapshot(plain));
    }

    [Fact]
    public void NoTemporaryFileIsLeftBehind()
    {
        using var woven = Compiled.Woven(Samples.Trainer);
        Assert.Equal(["App.dll", "App.pdb"], Directory.GetFiles(woven.Folder).Select(Path.GetFileName).Order());
    }

    private static IReadOnlyList<(string Name, DateTime Written, string Content)> Snapshot(Compiled compiled) =>
    [
        .. Directory.GetFiles(compiled.Folder).Order().Select(static file =>
            (file, File.GetLastWriteTimeUtc(file), Convert.ToBase64String(File.ReadAllBytes(file)))),
    ];
}
