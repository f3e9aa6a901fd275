using System.Globalization;
using MlOps.Silicon.Thermal;
using ThermalTraining;

namespace MlOps.Tests.Docs;

/// <summary>What the page and the sample say of heat, done.</summary>
public sealed class ThermalTableTests
{
    private static readonly ThermalLevel[] s_levels = Enum.GetValues<ThermalLevel>();

    [Fact]
    public void TheExampleOfThePageIsWhatTheGovernorDoes()
    {
        var told = SiliconPage.Rows("### What is done about it").SkipWhile(static row => row[0] != "level").Skip(1).Select(static row => string.Join(' ', row[..4])).ToArray();
        var done = s_levels.Select(static level =>
        {
            using var governor = At(level, new ThermalOptions { Policy = Everything, MaxDegreeOfParallelism = 12, FastCores = 8 });
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{level.ToString().ToLowerInvariant()} {governor.ParallelOptions.MaxDegreeOfParallelism} {governor.LoaderParallelism} {governor.MicroBatches}");
        });
        Assert.Equal(told, done);
    }

    [Fact]
    public void EverySourceWithALevelIsInTheTable()
    {
        var sources = Directory.EnumerateFiles(Repository.PathOf("runtime", "MlOps.Silicon"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => File.ReadAllText(file) is var source && source.Contains(" : ISampler", StringComparison.Ordinal) && source.Contains("ThermalLevel? Level", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);
        Assert.Equal(["CgroupSampler", "DrmSampler", "FrequencySampler", "NvmlSampler", "PressureSampler", "ThermalPressureSampler", "ThermalZoneSampler"], sources);
        Assert.Equal(8, SiliconPage.Rows("## Heat").TakeWhile(static row => row[0] != "policy").Count(static row => row[0] != "source")); // DrmSampler is that of AMD and of Intel.
    }

    [Fact]
    public void TheNetworkOfTheSampleIsTheSameHotOrCold()
    {
        var networks = s_levels.Select(static level =>
        {
            using var governor = At(level, new ThermalOptions { Policy = ThermalPolicy.ShrinkParallelism | ThermalPolicy.HalveMicroBatches, MaxDegreeOfParallelism = 8 });
            return Convert.ToHexString(Train(governor));
        }).ToArray();
        Assert.Single(networks.Distinct());
    }

    private static ThermalPolicy Everything => ThermalPolicy.ShrinkParallelism | ThermalPolicy.HalveMicroBatches | ThermalPolicy.PauseToCool;

    private static ThermalGovernor At(ThermalLevel level, ThermalOptions options)
    {
        var tracker = new ThermalTracker();
        tracker.Update(level, 0);
        tracker.Update(level, 1);
        return new ThermalGovernor(tracker, options);
    }

    private static byte[] Train(ThermalGovernor governor)
    {
        var (train, _) = Digit.ReadAndSplit(Repository.PathOf("samples", "DigitsTraining", "data", "digits.csv"), testShare: 0.5, seed: 1);
        var network = new Network(train[0].Pixels.Length, hiddenUnits: 16, new Random(1));
        var gradient = new BatchGradient(network);
        foreach (var batch in train.Chunk(60)) // No whole number of slices, and the last one is shorter.
        {
            gradient.Take(batch, governor);
            network.Step(gradient.Mean, 0.3f);
        }

        return network.ToBytes();
    }
}
