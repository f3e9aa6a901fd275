[assembly: AssemblyFixture(typeof(MlOps.Tests.PackageFeed))]

namespace MlOps.Tests;

/// <summary>All our packages, packed once, in a feed of their own; and a folder that consumers restore into, empty at first.</summary>
public sealed class PackageFeed : IDisposable
{
    private readonly TempFolder _folder = new("mlops-feed"); // No space: the linker of NativeAOT cannot stand one in the packages folder.
    private readonly Lazy<string> _tool;

    public PackageFeed()
    {
        Command.Run(
            Repository.Root,
            "dotnet",
            ["pack", "MlOps.Generators.sln", "-c", "Release", "-o", Folder, "-nodeReuse:false", "-p:RunAnalyzers=false"]).ShouldSucceed();
        _tool = new(InstallTool);
    }

    public string Folder => _folder.PathOf("feed");

    /// <summary>Where consumers put packages: theirs alone, so that nothing an earlier run left is used.</summary>
    public string PackagesFolder => _folder.PathOf("packages");

    public IEnumerable<string> Packages => Directory.EnumerateFiles(Folder, "*.nupkg");

    /// <summary>The installed <c>mlops</c>.</summary>
    internal string ToolPath => _tool.Value;

    internal Outcome Mlops(string folder, params string[] arguments) => Command.Run(folder, ToolPath, arguments);

    public void Dispose()
    {
        CompilerServer.Stop();
        _folder.Dispose();
    }

    internal IReadOnlyDictionary<string, string> RestoreEnvironment => new Dictionary<string, string> { ["NUGET_PACKAGES"] = PackagesFolder };

    private string InstallTool()
    {
        var path = _folder.PathOf("tool");
        Command.Run(
            _folder.Root,
            "dotnet",
            ["tool", "install", "MlOps.Cli", "--tool-path", path, "--add-source", Folder, "--version", Version],
            RestoreEnvironment).ShouldSucceed();
        return Path.Combine(path, OperatingSystem.IsWindows() ? "mlops.exe" : "mlops");
    }

    /// <summary>The one version that all packages have.</summary>
    public string Version
    {
        get
        {
            const string Prefix = "MlOps.Cli.";
            var tool = Packages.Select(Path.GetFileNameWithoutExtension).Single(static name => name!.StartsWith(Prefix, StringComparison.Ordinal));
            return tool![Prefix.Length..];
        }
    }
}
