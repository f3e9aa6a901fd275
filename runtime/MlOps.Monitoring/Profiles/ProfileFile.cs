using System.Buffers;
using System.Security.Cryptography;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Profiles;

/// <summary>
/// The file format of profiles, version 2: <c>MLPF</c>, the version, the columns, the first half of the SHA-256 of all that. Whole numbers are
/// in base 128, lowest digits first, numbers are IEEE 754 in little endian, texts are UTF-8 behind their length. Version 1 had no count of texts
/// among numbers, and is read, too.
/// </summary>
/// <remarks>
/// The hash tells damage, not malice: who writes files can hash them, too. So every length is held against what is left of the file
/// before anything is made of it, and every number against what a profile can hold.
/// </remarks>
internal static class ProfileFile
{
    /// <summary>No profile is larger: what is, is not read at all.</summary>
    public const long MaximumSize = 1 << 28;

    private const byte Version = 2;
    private const byte WithoutTexts = 1;
    private const int HashSize = 16;
    private const byte Numbers = 0;
    private const byte Levels = 1;
    private const byte Exact = 0;
    private const byte Rough = 1;

    /// <summary>How every profile begins; a byte below 32, its version, follows.</summary>
    public static ReadOnlySpan<byte> Magic => "MLPF"u8;

    public static byte[] Write(DatasetProfile profile)
    {
        var to = new ArrayBufferWriter<byte>(1 << 12);
        to.Write([.. Magic, Version]);
        to.Count(profile.Columns.Count);
        foreach (var column in profile.Columns)
        {
            to.Text(column.Name);
            to.Count(column.Missing);
            switch (column)
            {
                case NumberProfile numbers:
                    to.Write([Numbers]);
                    WriteNumbers(to, numbers);
                    break;
                case LevelProfile levels:
                    to.Write([Levels]);
                    WriteLevels(to, levels);
                    break;
            }
        }

        to.Write(SHA256.HashData(to.WrittenSpan).AsSpan(0, HashSize));
        return to.WrittenSpan.ToArray();
    }

    public static DatasetProfile Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic) || bytes.Length < Magic.Length + 1 + HashSize)
        {
            throw new InvalidDataException("it does not begin as one does. A profile is written by 'mlops profile' or DatasetProfile.SaveAsync.");
        }

        if (bytes[Magic.Length] is var version && version is not (Version or WithoutTexts))
        {
            throw new InvalidDataException($"it is of version {version}, and this program reads versions up to {Version}. Profile the data again, or use the program that wrote it.");
        }

        var content = bytes[..^HashSize];
        if (!SHA256.HashData(content).AsSpan(0, HashSize).SequenceEqual(bytes[^HashSize..]))
        {
            throw new InvalidDataException("it is damaged or incomplete: its hash does not fit. Copy it once more, or profile the data again.");
        }

        var from = new ProfileReader(content[(Magic.Length + 1)..]);
        var columns = new ColumnProfile[from.Length(atLeast: 4)];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
        {
            var (name, missing, kind) = (from.Text(), from.Count(), from.Byte());
            ProfileReader.Require(names.Add(name), "two columns have one name");
            ProfileReader.Require(kind is Numbers or Levels, "a column is of no known kind");
            columns[i] = kind == Numbers ? ReadNumbers(ref from, name, missing, version) : ReadLevels(ref from, name, missing);
        }

        from.End();
        return new DatasetProfile(columns);
    }

    private static void WriteNumbers(ArrayBufferWriter<byte> to, NumberProfile column)
    {
        var moments = column.Moments;
        to.Write([(byte)(column.IsInteger ? 1 : 0)]);
        to.Count(column.Infinite);
        to.Count(column.Texts);
        to.Count(moments.Count);
        to.Numbers([moments.Mean, moments.Deviations, moments.Minimum, moments.Maximum]);
        if (column.Sketch.Compacted is not { } compactor)
        {
            var spread = column.Sketch.Distribution;
            to.Write([Exact]);
            to.Count(spread.Values.Length);
            to.Numbers(spread.Values);
            for (var i = 0; i < spread.Values.Length; i++)
            {
                to.Count(spread.Weight(i));
            }

            return;
        }

        var state = compactor.State;
        to.Write([Rough]);
        to.Count(state.Exponent);
        to.Count(state.Skip);
        to.Count(state.After);
        to.Numbers([state.Variance, BitConverter.UInt64BitsToDouble(state.Seed)]);
        to.Count(state.Buffer.Length);
        to.Numbers(state.Buffer.Span);
        to.Count(state.Levels.Count);
        foreach (var level in state.Levels)
        {
            to.Write([(byte)(level is null ? 0 : 1)]);
            to.Numbers(level);
        }
    }

    private static NumberProfile ReadNumbers(ref ProfileReader from, string name, long missing, byte version)
    {
        var (isInteger, infinite, texts, count) = (from.Byte() == 1, from.Count(), version == WithoutTexts ? 0 : from.Count(), from.Count());
        var moments = Moments.Of(count, from.Number(), from.Number(), from.Number(), from.Number());
        ProfileReader.Require(
            count == 0 || (double.IsFinite(moments.Minimum) && double.IsFinite(moments.Maximum) && moments.Minimum <= moments.Maximum),
            "a column has no range");
        var kind = from.Byte();
        ProfileReader.Require(kind is Exact or Rough, "a column of numbers is kept in no known way");
        var sketch = kind == Exact ? ReadExact(ref from) : ReadRough(ref from, count);
        ProfileReader.Require(sketch.Count == count, "a column's counts do not add up");
        return NumberProfile.Restore(name, isInteger, (missing, infinite, texts), firstText: null, moments, sketch);
    }

    private static QuantileSketch ReadExact(ref ProfileReader from)
    {
        var values = from.Ascending(from.Length(atLeast: sizeof(double) + 1, QuantileSketch.ExactDistinct), strictly: true);
        var through = new long[values.Length];
        var total = 0L;
        for (var i = 0; i < values.Length; i++)
        {
            var weight = from.Count();
            ProfileReader.Require(weight > 0, "a number is there, but never");
            through[i] = total = ProfileReader.Sum(total, weight);
        }

        return QuantileSketch.Restore(new Distribution(values, through, total, 0));
    }

    private static QuantileSketch ReadRough(ref ProfileReader from, long count)
    {
        var exponent = from.Length(atLeast: 0, Compactor.MostLevels);
        var (skip, after, block) = (from.Count(), from.Count(), 1L << exponent);
        ProfileReader.Require(skip < 2 * block && after >= 1 && after <= block, "a sample is taken where no numbers are");
        var (variance, seed) = (from.Number(), BitConverter.DoubleToUInt64Bits(from.Number()));
        var buffer = from.Finite(from.Length(sizeof(double), Compactor.Width - 1));
        var levels = new double[]?[from.Length(atLeast: 1, Compactor.MostLevels)];
        var sampled = (double)buffer.Length * Math.ScaleB(1, exponent);
        for (var level = 0; level < levels.Length; level++)
        {
            if (from.Byte() == 1)
            {
                ProfileReader.Require(level >= exponent, "a sketch holds numbers finer than its sample");
                levels[level] = from.Ascending(Compactor.Width, strictly: false);
                sampled += Compactor.Width * Math.ScaleB(1, level);
            }
        }

        ProfileReader.Require(double.IsFinite(variance) && variance >= 0, "the error of a sketch is no number");
        ProfileReader.Require(sampled > 0 && sampled <= 2.0 * count && count <= Compactor.Sample << exponent, "a column's counts do not add up");
        return QuantileSketch.Restore(Compactor.Restore(count, new CompactorState(exponent, skip, after, variance, seed, buffer, levels)), count);
    }

    private static void WriteLevels(ArrayBufferWriter<byte> to, LevelProfile column)
    {
        var counts = column.Counts;
        to.Count(column.Salt.Length);
        to.Write(column.Salt.Span);
        to.Count(counts.Total);
        to.Count(counts.Distinct);
        foreach (var (level, count) in counts.Levels.OrderBy(static level => level.Level, StringComparer.Ordinal))
        {
            to.Text(level);
            to.Count(count);
        }

        to.Write([counts.IsExact ? Exact : Rough]);
        if (!counts.IsExact)
        {
            to.Count(counts.Uncounted);
            foreach (var group in counts.Buckets)
            {
                to.Count(group);
            }
        }
    }

    private static LevelProfile ReadLevels(ref ProfileReader from, string name, long missing)
    {
        var salt = from.Bytes(from.Length(atLeast: 1)).ToArray();
        ProfileReader.Require(salt.Length is 0 or >= 16, "a salt is too short");
        var total = from.Count();
        var levels = new LevelCount[from.Length(atLeast: 2, LevelCounts.MostLevels)];
        var (seen, counted) = (new HashSet<string>(StringComparer.Ordinal), 0L);
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = new LevelCount(from.Text(), from.Count());
            ProfileReader.Require(seen.Add(levels[i].Level), "a level is there twice");
            counted = ProfileReader.Sum(counted, levels[i].Count);
        }

        if (from.Byte() == Exact)
        {
            ProfileReader.Require(counted == total, "a column's counts do not add up");
            return LevelProfile.Restore(name, missing, LevelCounts.Restore(levels, total, 0, null), salt.Length == 0 ? null : salt);
        }

        var (uncounted, grouped, groups) = (from.Count(), 0L, new long[LevelCounts.BucketCount]);
        for (var i = 0; i < groups.Length; i++)
        {
            grouped = ProfileReader.Sum(grouped, groups[i] = from.Count());
        }

        ProfileReader.Require(counted <= total && grouped == total, "a column's counts do not add up");
        return LevelProfile.Restore(name, missing, LevelCounts.Restore(levels, total, uncounted, groups), salt.Length == 0 ? null : salt);
    }
}
