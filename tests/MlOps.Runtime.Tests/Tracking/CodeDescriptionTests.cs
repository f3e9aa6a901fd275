using System.Reflection;
using System.Text;
using MlOps.Provenance;
using MlOps.Store;

namespace MlOps.Tests.Tracking;

/// <summary>What the build wrote about the code reaches the tags of a run and the table of closures.</summary>
public sealed class CodeDescriptionTests
{
    private static readonly string s_fingerprint = new('a', 64);

    private static readonly string s_resource = $$"""
        {"version":1,"sdk":"10.0.401","packages":{"Alpha":"1.2.3","Beta":"2.0.0"},
        "methods":[["Demo.Trainer.Train(int)","0011223344556677"],["Demo.Other.Run()","1111111111111111"],["type Demo.Trainer","2222222222222222"]],
        "references":[["System.Runtime, Version=10.0.0.0",""]],"unseen":["dynamic in Demo.Other.Run()"],
        "tracked":{"{{s_fingerprint}}":{"methods":[0,2],"references":[0],"unseen":[]},"{{new string('b', 64)}}":{"methods":[1,9],"references":[],"unseen":[0]} } }
        """;

    [Fact]
    public void TheTagsOfARunTellPackagesSdkAndMachine()
    {
        using var store = new TestStore();
        var tags = store.Read(Begin(store, new Described(s_resource))).Tags;

        Assert.Equal("Alpha 1.2.3\nBeta 2.0.0", tags["mlops.package.versions"]);
        Assert.Equal("10.0.401", tags["mlops.sdk"]);
        Assert.NotEmpty(tags["mlops.os"]);
        Assert.NotEmpty(tags["mlops.cpu"]);
    }

    [Fact]
    public void TheClosureOfAFingerprintIsStoredOnce()
    {
        using var store = new TestStore();
        var described = new Described(s_resource);
        Begin(store, described);
        var run = store.Read(Begin(store, described));

        var stored = Assert.Single(store.Query("SELECT fingerprint, closure FROM mlops_code", static row => (row.GetString(0), row.GetString(1))));
        Assert.Equal(s_fingerprint, stored.Item1);
        using var reader = RunReader.Open(store.Location);
        var code = reader.Code(run);
        Assert.Equal(("10.0.401", "Release"), (code.Sdk, code.Configuration));
        Assert.Equal(new Dictionary<string, string> { ["Alpha"] = "1.2.3", ["Beta"] = "2.0.0" }, code.Packages);
        Assert.Equal(
            [new("Demo.Trainer.Train(int)", "0011223344556677"), new("type Demo.Trainer", "2222222222222222")],
            code.Closure!.Methods);
        Assert.Equal([new("System.Runtime, Version=10.0.0.0", "")], code.Closure.References);
        Assert.Empty(code.Closure.Unseen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("""{"version":2,"sdk":"11"}""")]
    [InlineData("""{"version":"1"}""")]
    public void AnythingElseOfThatNameIsPassedOver(string resource)
    {
        using var store = new TestStore();
        var run = store.Read(Begin(store, new Described(resource)));

        Assert.False(run.Tags.ContainsKey("mlops.sdk"));
        Assert.Empty(store.Shown.ToString());
        using var reader = RunReader.Open(store.Location);
        Assert.Null(reader.Code(run).Closure);
    }

    [Fact]
    public void PlacesThatAreNotThereMakeNoClosure()
    {
        Assert.Null(CodeDescription.ClosureOf(new Described(s_resource), new string('b', 64)));
        Assert.Null(CodeDescription.ClosureOf(new Described(s_resource), new string('c', 64)));
        Assert.Null(CodeDescription.ClosureOf(new Described(resource: null), s_fingerprint));
    }

    [Fact]
    public void ATagHoldsWholeLinesAndTheCountOfTheRest()
    {
        var packages = Enumerable.Range(100, 900).Select(static number => KeyValuePair.Create($"Some.Package.Number{number}", "10.0.15")).ToArray();
        var lines = RunProvenance.Lines(packages, 5000);

        Assert.InRange(lines.Length, 4900, 5000);
        var kept = lines.Split('\n');
        Assert.Equal("Some.Package.Number100 10.0.15", kept[0]);
        Assert.Equal($"… and {900 - (kept.Length - 1)} more", kept[^1]);
        Assert.EndsWith(" 10.0.15", kept[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void TheMachineIsSpelledAsItsSystemSpellsIt()
    {
        Assert.NotEmpty(Machine.Cpu);
        Assert.DoesNotContain('\n', Machine.Cpu);
        if (OperatingSystem.IsLinux() && File.ReadAllText("/proc/cpuinfo").Contains("model name", StringComparison.Ordinal))
        {
            Assert.Contains(Machine.Cpu, File.ReadAllText("/proc/cpuinfo"), StringComparison.Ordinal);
        }
    }

    private static Run Begin(TestStore store, Assembly assembly) => Run.Begin(
        store.Recorder,
        new TrackedMethod("Demo.Trainer.Train") { Configuration = "Release", Fingerprint = s_fingerprint, Assembly = assembly });

    /// <summary>An assembly with a resource, as far as anyone asks.</summary>
    internal sealed class Described(string? resource) : Assembly
    {
        public override Stream? GetManifestResourceStream(string name) =>
            name == "mlops.code" && resource is not null ? new MemoryStream(Encoding.UTF8.GetBytes(resource)) : null;
    }
}
