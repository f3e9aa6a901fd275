using MlOps.Cli.Silicon;
using MlOps.Silicon.Detection;

namespace MlOps.Tests.Cli;

/// <summary><c>mlops silicon</c> draws the machine of the README as it is shown there, on a terminal of that width.</summary>
public sealed class SiliconCardTests
{
    private const string Command = "$ mlops silicon\n";
    private const int Width = 118;

    [Fact]
    public void TheMachineOfTheReadmeLooksAsItIsShown()
    {
        var shown = Markdown.Blocks(Repository.PathOf("README.md"), "text").Single(static block => block.StartsWith(Command, StringComparison.Ordinal));
        var machine = Machine with { Advice = Advisor.Advise(Machine) };
        var drawn = Screen.Of(console =>
        {
            console.Profile.Width = Width;
            SiliconCard.Print(console, machine);
        });
        Assert.Equal(Lines(shown[Command.Length..]), Lines(drawn));
    }

    [Fact]
    public void WhatIsNotKnownHasNoRow()
    {
        var drawn = Screen.Of(static console => SiliconCard.Print(console, Machine with
        {
            Memory = new(null, null, null, IsUnified: false),
            Container = null,
            Hypervisor = null,
        }));
        Assert.DoesNotContain("memory", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("runs in", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("gpu", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("advice", drawn, StringComparison.Ordinal);
    }

    private static SiliconInfo Machine => new()
    {
        OperatingSystem = new("Debian GNU/Linux 12 (bookworm)", "12", "Linux 6.18.44", "x64"),
        Cpu = new()
        {
            Model = "AMD EPYC",
            Vendor = "AuthenticAMD",
            LogicalCount = 2,
            CoreCount = 2,
            PackageCount = 1,
            NumaNodeCount = 1,
            CoreClasses =
            [
                new()
                {
                    Name = "Core",
                    CoreCount = 2,
                    LogicalCount = 2,
                    Processors = "0-1",
                    Caches = [new("L1d", 32 << 10, 1), new("L1i", 32 << 10, 1), new("L2", 512 << 10, 1), new("L3", 32 << 20, 2)],
                },
            ],
            Features = ["SSE4.2", "AVX", "AVX2", "FMA", "BMI1", "BMI2", "LZCNT", "POPCNT", "AES"],
        },
        Memory = new(25_276_510_208, 23_733_547_008, null, IsUnified: false),
        Container = "docker",
        Hypervisor = "KVM",
        Dotnet = new(".NET 10.0.12", "x64", IsServerGc: false, IsConcurrentGc: false, IsNativeAot: false, 2, 25_276_510_208),
    };

    private static string Lines(string screen) => string.Join('\n', screen.Trim().Split('\n').Select(static line => line.TrimEnd()));
}
