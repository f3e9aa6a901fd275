using System.Text.Json;

namespace MlOps.Tests;

/// <summary>An empty console project outside the repository that installs the package.</summary>
internal sealed class Consumer : IDisposable
{
    private const string Iris = "sepal,petal,species\n5.1,1.4,setosa\n";

    private readonly TempFolder _folder = new("consumer ünï");
    private readonly PackageFeed _feed;

    public Consumer(PackageFeed feed, string program, string extraProperties = "")
    {
        _feed = feed;
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{feed.Folder}" />
              </packageSources>
            </configuration>
            """);
        // Of its own: whatever lies in the folders above is none of a consumer's business.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                {extraProperties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MlOps.Generators" Version="{feed.Version}" />
                <Dataset Include="data/iris.csv" />
              </ItemGroup>
            </Project>
            """);
        Write("data/iris.csv", Iris);
        Write("Program.cs", program);
    }

    public string Folder => _folder.Root;

    public string PathOf(params string[] parts) => _folder.PathOf(parts);

    public void Write(string path, string text) => _folder.Write(path, text);

    /// <summary>Of every command that restores packages.</summary>
    public IReadOnlyDictionary<string, string> Environment => _feed.RestoreEnvironment;

    public Outcome Dotnet(params string[] arguments) => Command.Run(Folder, "dotnet", arguments, Environment);

    public Outcome Build(params string[] arguments) => Dotnet(["build", "App.csproj", "-nodeReuse:false", .. arguments]);

    public Outcome Execute(params string[] arguments) => Execute(new Dictionary<string, string>(), arguments);

    public Outcome Execute(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Command.Run(Folder, "dotnet", [PathOf("bin", "Debug", "net10.0", "App.dll"), .. arguments], environment);

    public Outcome Mlops(params string[] arguments) => _feed.Mlops(Folder, arguments);

    public JsonElement Runs() => JsonDocument.Parse(_feed.Mlops(Folder, "runs", "list", "--json").ShouldSucceed().Output).RootElement;

    public JsonElement Show(string run = "latest") => JsonDocument.Parse(_feed.Mlops(Folder, "runs", "show", run, "--json").ShouldSucceed().Output).RootElement;

    public void Dispose() => _folder.Dispose();
}
