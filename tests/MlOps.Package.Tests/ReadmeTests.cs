using System.Text.RegularExpressions;

namespace MlOps.Tests;

/// <summary>The commands on the README's first screen do what it shows.</summary>
public sealed partial class ReadmeTests(PackageFeed feed)
{
    private static readonly string s_readme = Repository.PathOf("README.md");

    [Fact]
    public void TheFirstCommandPrintsWhatTheReadmeShows()
    {
        using var store = new TempFolder();
        var environment = new Dictionary<string, string> { ["MLOPS_HOME"] = store.PathOf(".mlops") };
        var first = Commands()[0].Split(' ');
        var trained = Command.Run(Repository.Root, first[0], first[1..], environment).ShouldSucceed();
        var shown = Command.Run(Repository.Root, feed.ToolPath, ["runs", "show", "latest"], environment).ShouldSucceed();

        var capture = Markdown.Blocks(s_readme, "text")[0];
        var parts = capture.Split("$ dotnet run", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, parts.Length);
        Assert.Equal(Normal(AfterFirstLine(parts[0])), Normal(trained.Output));
        Assert.Equal(Normal(AfterFirstLine(parts[1])), Normal(shown.Output));
    }

    [Fact]
    public void TheCompilerTellsWhatTheReadmeShows()
    {
        // Before these: an example, and what is generated of it. Behind them: a watched method, of which the compiler has nothing to tell.
        var code = Markdown.Blocks(s_readme, "csharp").Skip(3).Where(static block => !block.Contains("[Monitored", StringComparison.Ordinal)).ToArray();
        var screens = Markdown.Blocks(s_readme, "text").Where(static screen => screen.Contains(" MLOPS", StringComparison.Ordinal)).ToArray();
        Assert.Equal((5, 5), (code.Length, screens.Length));

        using var consumer = new Consumer(feed, "return 0;");
        consumer.Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <NoWarn>NU1603</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MlOps.Generators" Version="{feed.Version}" />
                <PackageReference Include="Microsoft.ML.FastTree" Version="{Repository.PackageVersion("Microsoft.ML.FastTree")}" />
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
              </ItemGroup>
            </Project>
            """);
        foreach (var (source, screen) in code.Zip(screens))
        {
            consumer.Write(screen[..screen.IndexOf('(', StringComparison.Ordinal)], source);
        }

        var told = consumer.Build().Output.Split('\n').Where(static line => line.Contains(" MLOPS", StringComparison.Ordinal))
            .Select(line => line.Replace(consumer.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Trim())
            .Select(static line => line[..line.LastIndexOf(" [", StringComparison.Ordinal)]);
        Assert.Equal(screens.Select(static screen => screen.Trim()).Order(StringComparer.Ordinal), told.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheSampleLeavesTheSystemMetricsThatTheReadmeShows()
    {
        using var store = new TempFolder();
        var environment = new Dictionary<string, string> { ["MLOPS_HOME"] = store.PathOf(".mlops") };
        Command.Run(Repository.Root, "dotnet", ["run", "--project", "samples/ThermalTraining"], environment).ShouldSucceed();
        var shown = Names(Command.Run(Repository.Root, feed.ToolPath, ["runs", "show", "latest", "--system"], environment).ShouldSucceed().Output);

        var told = Names(Markdown.Blocks(s_readme, "text").Single(static screen => screen.Contains("--system |", StringComparison.Ordinal)));
        Assert.NotEmpty(told);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The README shows Linux.");
        Assert.Subset(shown.ToHashSet(), told.Except(MayBeAbsent).ToHashSet());

        static string[] Names(string screen) => [.. SystemMetric().Matches(screen).Select(static match => match.Value)];
    }

    /// <summary>What not every kernel tells: without PSI and without sensors there is no level.</summary>
    private static string[] MayBeAbsent => ["system/thermal_level"];

    [Fact]
    public void ContinuousIntegrationRunsTheSecondCommandWordForWord() =>
        Assert.Contains($"\n{Commands()[1]} ", File.ReadAllText(Repository.PathOf(".ci", "run")));

    private static string[] Commands() => Markdown.Blocks(s_readme, "sh")[0].Trim().Split('\n');

    private static string AfterFirstLine(string text) => text[text.IndexOf('\n', StringComparison.Ordinal)..];

    /// <summary>Without what differs from run to run and from clone to clone: ids, hashes of code, times, folders, the commit, the machine.</summary>
    private static string Normal(string text)
    {
        var lines = text.Trim().Split('\n').Select(static line => line.TrimEnd())
            .Where(static line => !line.StartsWith("  commit", StringComparison.Ordinal) && !line.StartsWith("  ran on", StringComparison.Ordinal))
            .Select(static line => line.StartsWith("  in ", StringComparison.Ordinal) || line.StartsWith("  took", StringComparison.Ordinal) ? line[..5] : line);
        var known = SystemCount().Replace(string.Join('\n', lines), "and # system metrics: 'mlops runs show # ");
        return Digits().Replace(Clock().Replace(Hash().Replace(known, "#"), "#"), "Train-#");
    }

    [GeneratedRegex("[0-9a-f]{64}|[0-9a-f]{32}(?! │)")]
    private static partial Regex Hash();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")]
    private static partial Regex Clock();

    [GeneratedRegex(@"and \d+ system metrics: 'mlops runs show [0-9a-f]{8} ")]
    private static partial Regex SystemCount();

    [GeneratedRegex(@"system/\w+(?= +│)")]
    private static partial Regex SystemMetric();

    [GeneratedRegex("Train-[0-9a-f]{6}")]
    private static partial Regex Digits();
}
