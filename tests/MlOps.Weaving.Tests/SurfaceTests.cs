using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MlOps.Tests.Weaving.Support;

namespace MlOps.Tests.Weaving;

public class SurfaceTests
{
    [Fact]
    public void TheReferencesStayAsTheyWere()
    {
        using var original = Compiled.From(Samples.Trainer);
        using var woven = Compiled.Woven(Samples.Trainer);

        Assert.NotEmpty(ReferencesOf(original));
        Assert.Equal(ReferencesOf(original), ReferencesOf(woven));
    }

    [Fact]
    public void NothingIsAddedForOtherAssembliesToSee()
    {
        using var original = Compiled.From(Samples.Trainer);
        using var woven = Compiled.Woven(Samples.Trainer);

        Assert.Contains("Demo.Trainer: Int32 Train(Int32)", SurfaceOf(original));
        Assert.Equal(SurfaceOf(original), SurfaceOf(woven));
    }

    [Fact]
    public void TheTrackerReturnsTheFingerprintOfTheResult()
    {
        using var compiled = Compiled.From(Samples.Trainer);
        var method = compiled.Weave().Methods.Single(static method => method.Name == "Demo.Trainer.Train");
        using var loaded = new Loaded(compiled);

        Assert.Matches("^[0-9a-f]{64}$", method.Fingerprint);
        Assert.Equal(method.Fingerprint, loaded.Assembly.GetType("Demo_Trainer_Train_Tracked")!
            .GetField("Code", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null));
    }

    private static List<string> ReferencesOf(Compiled compiled)
    {
        using var image = new PEReader(new MemoryStream(compiled.Bytes));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName().FullName)];
    }

    private static List<string> SurfaceOf(Compiled compiled)
    {
        const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        using var loaded = new Loaded(compiled);
        return
        [
            .. loaded.Assembly.GetExportedTypes()
                .SelectMany(static type => type.GetMethods(Members).Select(method => (type, method)))
                .Where(static pair => pair.method.IsPublic || pair.method.IsFamily || pair.method.IsFamilyOrAssembly)
                .Select(static pair => $"{pair.type}: {pair.method}")
                .Order(StringComparer.Ordinal),
        ];
    }
}
