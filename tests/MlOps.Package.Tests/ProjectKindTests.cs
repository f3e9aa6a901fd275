using System.Reflection.PortableExecutable;
using System.Security.Cryptography;

namespace MlOps.Tests;

/// <summary>
/// Kinds of projects, several in one where none hides another. That paths have spaces and letters beyond ASCII is not among them:
/// those of all consumers do.
/// </summary>
public sealed class ProjectKindTests(PackageFeed feed)
{
    private const string Trainer = """
        using MlOps;

        namespace Lib;

        internal static class Trainer
        {
            [Tracked]
            internal static double Train(int epochs)
            {
                if (epochs < 0)
                {
                    throw new ArgumentOutOfRangeException(nameof(epochs));
                }

                return 1.0 / epochs;
            }
        }
        """;

    [Fact]
    public void ASignedFriendForTwoFrameworksWithCentralVersionsAndEmbeddedSymbolsIsTracked()
    {
        using var key = RSA.Create(2048);
        using var consumer = new Consumer(feed, "Console.WriteLine(Lib.Trainer.Train(int.Parse(args[0])));");
        File.WriteAllBytes(consumer.PathOf("Key.snk"), KeyBlob.Of(key));
        consumer.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                <SignAssembly>true</SignAssembly>
                <AssemblyOriginatorKeyFile>$(MSBuildThisFileDirectory)Key.snk</AssemblyOriginatorKeyFile>
                <DebugType>embedded</DebugType>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <ImplicitUsings>enable</ImplicitUsings>
                <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
              </PropertyGroup>
            </Project>
            """);
        consumer.Write("Directory.Packages.props", $"""
            <Project>
              <ItemGroup>
                <PackageVersion Include="MlOps.Generators" Version="{feed.Version}" />
              </ItemGroup>
            </Project>
            """);
        consumer.Write("lib/Lib.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFrameworks>net10.0;net10.0-windows</TargetFrameworks>
                <EnableWindowsTargeting>true</EnableWindowsTargeting>
                <!-- Windows without its desktop: not every feed has that package. -->
                <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MlOps.Generators" />
                <Compile Include="Trainer.cs" />
                <InternalsVisibleTo Include="App" Key="{Convert.ToHexStringLower(KeyBlob.PublicKeyOf(key))}" />
              </ItemGroup>
            </Project>
            """);
        consumer.Write("lib/Trainer.cs", Trainer);
        consumer.Write("App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="Program.cs" />
                <ProjectReference Include="lib/Lib.csproj" />
              </ItemGroup>
            </Project>
            """);
        consumer.Dotnet("build", "lib/Lib.csproj", "-nodeReuse:false").ShouldSucceed();
        consumer.Build().ShouldSucceed();
        Assert.Equal("0.25", consumer.Execute("4").ShouldSucceed().Output.Trim());
        var lineOfThrow = Array.FindIndex(Trainer.Split('\n'), static line => line.Contains("throw new", StringComparison.Ordinal)) + 1;
        consumer.Execute("-1").ShouldFailWith($"Trainer.cs:line {lineOfThrow}");

        Assert.Equal(
            [("Lib.Trainer.Train", "FAILED"), ("Lib.Trainer.Train", "FINISHED")],
            consumer.Runs().EnumerateArray().Select(static run => (run.GetProperty("method").GetString(), run.GetProperty("status").GetString())).Order());
        foreach (var framework in new[] { "net10.0", "net10.0-windows" })
        {
            Assert.True(IsSigned(consumer.PathOf("lib", "bin", "Debug", framework, "Lib.dll")), framework);
        }
    }

    [Fact]
    public void ATrimmedReadyToRunSingleFileRecordsItsRuns()
    {
        using var consumer = new Consumer(feed, Programs.Training);
        consumer.Dotnet(
            "publish", "App.csproj", "-nodeReuse:false", "--use-current-runtime", "--self-contained", "-o", consumer.PathOf("out"),
            "-p:PublishSingleFile=true", "-p:PublishTrimmed=true", "-p:PublishReadyToRun=true", "-p:IncludeNativeLibrariesForSelfExtract=true").ShouldSucceed();
        Assert.DoesNotContain(Directory.EnumerateFiles(consumer.PathOf("out")), static file => file.EndsWith(".dll", StringComparison.Ordinal));
        var program = Command.Run(consumer.Folder, consumer.PathOf("out", OperatingSystem.IsWindows() ? "App.exe" : "App"), []).ShouldSucceed();

        Assert.Equal("accuracy 0.75", program.Output.Trim());
        var run = consumer.Show();
        Assert.Equal("FINISHED", run.GetProperty("status").GetString());
        Assert.Equal("3", run.GetProperty("params").GetProperty("options.epochs").GetString());
        Assert.Matches("^[0-9a-f]{64}$", run.GetProperty("code").GetProperty("fingerprint").GetString());
    }

    [Fact]
    public void TwoFoldersBuildTheSameFilesInContinuousIntegration()
    {
        using var here = new Consumer(feed, Programs.Training);
        using var there = new Consumer(feed, Programs.Training);
        foreach (var consumer in new[] { here, there })
        {
            // In a clone with a remote, the SDK finds the root by itself.
            consumer.Write("Directory.Build.props", "<Project><ItemGroup><SourceRoot Include=\"$(MSBuildThisFileDirectory)\" /></ItemGroup></Project>");
            consumer.Build("-p:ContinuousIntegrationBuild=true", "-p:MlOpsDatasetMode=Update").ShouldSucceed();
        }

        foreach (var file in new[] { "App.dll", "App.pdb", Path.Combine("ref", "App.dll") })
        {
            Assert.Equal(
                File.ReadAllBytes(here.PathOf("obj", "Debug", "net10.0", file)),
                File.ReadAllBytes(there.PathOf("obj", "Debug", "net10.0", file)));
        }
    }

    private static bool IsSigned(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        var header = image.PEHeaders.CorHeader!;
        return header.Flags.HasFlag(CorFlags.StrongNameSigned)
            && image.GetSectionData(header.StrongNameSignatureDirectory.RelativeVirtualAddress).GetContent(0, header.StrongNameSignatureDirectory.Size).Any(static part => part != 0);
    }
}
