using System.Globalization;
using System.Security.Cryptography;
using CsCheck;
using MlOps.Monitoring.Tests.Calibrated;

namespace MlOps.Monitoring.Tests.Profiles;

public sealed class ProfileFileTests
{
    private static readonly DatasetProfile All = Profile();

    [Fact]
    public void WhatIsReadIsWhatWasWritten()
    {
        var bytes = All.ToBytes();
        var read = DatasetProfile.FromBytes(bytes);
        Assert.Equal(bytes, read.ToBytes());
        Assert.Equal(All.Columns.Select(static column => column.Name), read.Columns.Select(static column => column.Name));
        Assert.All(All.Columns.Zip(read.Columns), static pair =>
        {
            var (expected, actual) = (pair.First.Summarize(), pair.Second.Summarize());
            Assert.Equal(expected.Quantiles, actual.Quantiles);
            Assert.Equal(expected.Levels, actual.Levels);
            Assert.Equal((expected.Rows, expected.Missing, expected.Infinite, expected.Texts, expected.Distinct, expected.Mean), (actual.Rows, actual.Missing, actual.Infinite, actual.Texts, actual.Distinct, actual.Mean));
        });
    }

    [Fact]
    public void NumbersOfAnyCountAndMergedOnesComeBack()
    {
        // Counted one by one up to 4,096 different ones, then kept in buffers, and from 65,536 on sampled.
        int[] counts = [0, 1, 4096, 4097, 5000, 12_000, 65_535, 65_536, 65_537, 131_072, 300_000];
        Gen.Select(Gen.Int[0, 200_000], Gen.Int[0, counts.Length - 1]).Sample(
            (one, at) =>
            {
                var (first, second) = (Spread(one), Spread(counts[at]));
                foreach (var profile in new[] { first, second, first.Merge(second) })
                {
                    var bytes = profile.ToBytes();
                    var read = DatasetProfile.FromBytes(bytes);
                    Assert.Equal(bytes, read.ToBytes());
                    Assert.Equal(profile.Columns[0].Summarize().Quantiles, read.Columns[0].Summarize().Quantiles);
                    Assert.Equal(read.Rows + 1, read.Merge(Spread(1)).Rows);
                }
            },
            iter: 40);

        static DatasetProfile Spread(int count)
        {
            var numbers = new NumberProfile("x");
            numbers.Add(Enumerable.Range(0, count).Select(static i => i * 0.618034 % 1).ToArray());
            return new DatasetProfile([numbers]);
        }
    }

    [Fact]
    public async Task AFileIsSavedAndLoaded()
    {
        var path = Path.GetTempFileName();
        try
        {
            await All.SaveAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(All.ToBytes(), (await DatasetProfile.LoadAsync(path, TestContext.Current.CancellationToken)).ToBytes());
            await File.WriteAllTextAsync(path, "a,b\n1,2\n", TestContext.Current.CancellationToken);
            var fault = await Assert.ThrowsAsync<InvalidDataException>(() => DatasetProfile.LoadAsync(path, TestContext.Current.CancellationToken));
            Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AReadProfileTakesMoreRows()
    {
        var read = (NumberProfile)DatasetProfile.FromBytes(All.ToBytes()).Find("many")!;
        var before = read.Rows;
        read.Add(Enumerable.Range(0, 100_000).Select(static value => (double)value).ToArray());
        Assert.Equal(before + 100_000, read.Rows);
        Assert.Equal(before + 100_000, read.Sketch.Count + read.Texts);
    }

    [Fact]
    public void DamageAnywhereIsNoticed()
    {
        var bytes = All.ToBytes();
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte[1, 255]).Sample(
            (place, change) =>
            {
                var damaged = bytes.ToArray();
                damaged[place] ^= change;
                Assert.Throws<InvalidDataException>(() => DatasetProfile.FromBytes(damaged));
            },
            iter: 50);
        Gen.Int[0, bytes.Length - 1].Sample(length => Assert.Throws<InvalidDataException>(() => DatasetProfile.FromBytes(bytes.AsSpan(0, length))), iter: 50);
    }

    [Fact]
    public void AHostileFileWithARightHashIsReadOrRefusedAndNothingElse()
    {
        var bytes = Small().ToBytes();
        Gen.Select(Gen.Int[5, bytes.Length - 17], Gen.Byte, Gen.Int[0, 3]).Array[1, 4].Sample(changes =>
        {
            var hostile = bytes.ToArray();
            foreach (var (place, value, run) in changes)
            {
                hostile.AsSpan(place, Math.Min(run + 1, bytes.Length - 16 - place)).Fill(value);
            }

            SHA256.HashData(hostile.AsSpan(0, hostile.Length - 16)).AsSpan(0, 16).CopyTo(hostile.AsSpan(hostile.Length - 16));
            try
            {
                var read = DatasetProfile.FromBytes(hostile);
                Assert.All(read.Columns, static column => Assert.True(column.Summarize().Rows >= 0));
                _ = read.ToBytes();
                _ = DriftDetector.Compare(read, read, cancellationToken: TestContext.Current.CancellationToken);
            }
            catch (InvalidDataException)
            {
                // Refused, which is as good.
            }
        });
    }

    [Fact]
    public void ALaterVersionSaysSo()
    {
        var bytes = All.ToBytes();
        bytes[4] = 9;
        Assert.Contains("version 9", Assert.Throws<InvalidDataException>(() => DatasetProfile.FromBytes(bytes)).Message, StringComparison.Ordinal);
    }

    /// <summary>Written by the program before it counted texts among numbers.</summary>
    [Fact]
    public void TheVersionBeforeIsRead()
    {
        var read = DatasetProfile.FromBytes(Convert.FromHexString(
            "4D4C504601020178010000000300000000000000400000000000000040000000000000F03F00000000000008400003000000000000F03F000000000000004000000000000008400101010163000100040201610301620100C8C14C1FAD8E0FC1B7A352EF8F81A828"));
        var summary = read.Columns[0].Summarize();
        Assert.Equal((4, 1, 0, 0, 2.0), (summary.Rows, summary.Missing, summary.Infinite, summary.Texts, summary.Mean));
        Assert.Equal([new("a", 3), new("b", 1)], read.Columns[1].Summarize().Levels);
    }

    private static DatasetProfile Small()
    {
        var draws = new Draws(3);
        return DatasetProfile.Of(new Table([draws.Normals("number", 30), draws.Levels("level", 30, 3), draws.Numbers("few", 30, () => Math.Floor(draws.Uniform() * 3))]), cancellationToken: CancellationToken.None);
    }

    private static DatasetProfile Profile()
    {
        var draws = new Draws(4);
        var (many, ids, secret) = (new NumberProfile("many"), new LevelProfile("ids"), new LevelProfile("secret", RandomNumberGenerator.GetBytes(16)));
        many.Add(draws.Normals("many", 200_000).Values);
        many.AddTexts(3);
        for (var i = 0; i < 15_000; i++)
        {
            ids.Add(i.ToString(CultureInfo.InvariantCulture));
        }

        secret.Add("Ada", 3);
        secret.AddMissing();
        return new DatasetProfile([.. Small().Columns, many, ids, secret, new NumberProfile("none"), new LevelProfile("nothing")]);
    }
}
