using System.Globalization;
using System.Text;

namespace MlOps.Tests.Hashing;

/// <summary>When two lots of data have one digest, and when not.</summary>
public sealed class ContentHashTests
{
    private static readonly Flower s_flower = new(1.4, 0.2, Species.Setosa, 1936, "first");

    [Fact]
    public void RowsHaveOneDigestHoweverTheyAreKept()
    {
        Flower[] rows = [s_flower, s_flower with { Year = null }, s_flower with { Note = null }];
        var digest = ContentHash.Of(rows);

        Assert.Equal(digest, ContentHash.Of(rows.AsSpan()));
        Assert.Equal(digest, ContentHash.Of(rows.ToList()));
        Assert.Equal(digest, ContentHash.Of<Flower>(new LinkedList<Flower>(rows)));
        Assert.Equal(digest, ContentHash.Of(rows.Where(static _ => true)));
        Assert.Equal(digest, ContentHash.OfCollection(rows));
    }

    [Fact]
    public void TheOrderAndTheNumberOfRowsCount()
    {
        var other = s_flower with { Year = 1 };
        ContentDigest[] digests =
        [
            ContentHash.Of<Flower>([]), ContentHash.Of([s_flower]), ContentHash.Of([s_flower, s_flower]), ContentHash.Of([s_flower, other]), ContentHash.Of([other, s_flower]),
            ContentHash.Of(s_flower), ContentHash.Of((Flower?)null), ContentHash.Of(new Flower?[] { null }),
        ];
        Assert.Distinct(digests);
    }

    [Fact]
    public void RowsOfAnotherSchemaHaveAnotherDigest() => Assert.Distinct(
        [ContentHash.Of<int>([]), ContentHash.Of<long>([]), ContentHash.Of<Pixel>([]), ContentHash.Of<Flower>([])]);

    [Fact]
    public void AQueryIsLeftAloneByThoseWhoOnlyLookOn()
    {
        var pulled = 0;
        var query = Enumerable.Range(0, 3).Where(_ => ++pulled > 0);

        Assert.Null(ContentHash.OfCollection(query));
        Assert.Null(ContentHash.OfCollection<int>(null));
        Assert.Null(ContentHash.OfCollection(new HashSet<int> { 1 })); // It has no order to rely on.
        Assert.Equal(0, pulled);
    }

    [Fact]
    public void ATextIsOneValueAndNotARowOfCharacters()
    {
        Assert.NotEqual(ContentHash.Of("ab"), ContentHash.Of<char>("ab".AsSpan()));
        Assert.Distinct([ContentHash.Of("ab"), ContentHash.Of(""), ContentHash.Of((string?)null)]);
        Assert.NotEqual(ContentHash.Of(["ab", "c"]), ContentHash.Of(["a", "bc"]));
        Assert.NotEqual(ContentHash.Of("\ud800"), ContentHash.Of("\udc00")); // Halves of a character: invalid alike, and yet not the same.
        Assert.NotEqual(ContentHash.Of("é"), ContentHash.Of("e\u0301")); // As in C#: `==` does not normalize.
    }

    [Fact]
    public void NumbersThatAreEqualHaveOneDigest()
    {
        Assert.Equal(ContentHash.Of(0.0), ContentHash.Of(-0.0));
        Assert.Equal(ContentHash.Of(0f), ContentHash.Of(-0f));
        Assert.Equal(ContentHash.Of((Half)0), ContentHash.Of(Half.NegativeZero));
        Assert.Equal(ContentHash.Of(double.NaN), ContentHash.Of(BitConverter.UInt64BitsToDouble(0x7FF0_0000_0000_0001)));
        Assert.Equal(ContentHash.Of(float.NaN), ContentHash.Of(BitConverter.UInt32BitsToSingle(0xFFC0_1234)));
        Assert.Equal(ContentHash.Of(Half.NaN), ContentHash.Of(BitConverter.UInt16BitsToHalf(0xFE01)));
        Assert.Equal(ContentHash.Of(1m), ContentHash.Of(1.000000m));
        Assert.Equal(ContentHash.Of(0m), ContentHash.Of(-0.00m));
        Assert.Equal(ContentHash.Of(12.5m), ContentHash.Of(12.50m));
        Assert.Distinct([ContentHash.Of(1m), ContentHash.Of(10m), ContentHash.Of(0.1m), ContentHash.Of(-1m), ContentHash.Of(decimal.MaxValue), ContentHash.Of(decimal.MinValue)]);
        Assert.Distinct([ContentHash.Of(0.0), ContentHash.Of(double.Epsilon), ContentHash.Of(double.NaN), ContentHash.Of(double.PositiveInfinity), ContentHash.Of(double.NegativeInfinity)]);
    }

    [Fact]
    public void DatesCountWithAllTheySay()
    {
        var noon = new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Unspecified);
        Assert.Distinct([.. Enum.GetValues<DateTimeKind>().Select(kind => ContentHash.Of(DateTime.SpecifyKind(noon, kind)))]);
        Assert.NotEqual(ContentHash.Of(new DateTimeOffset(noon, TimeSpan.Zero)), ContentHash.Of(new DateTimeOffset(noon, TimeSpan.Zero).ToOffset(TimeSpan.FromHours(2))));
    }

    [Fact]
    public void DictionariesAndSetsHaveNoOrder()
    {
        var forwards = new Patient { Scores = new() { ["a"] = 1, ["b"] = 2, ["c"] = 3 }, Words = ["x", "y"] };
        var backwards = new Patient { Scores = new() { ["c"] = 3, ["b"] = 2, ["a"] = 1 }, Words = ["y", "x"] };
        var swapped = new Patient { Scores = new() { ["a"] = 2, ["b"] = 1, ["c"] = 3 }, Words = ["x", "y"] };

        Assert.Equal(ContentHash.Of(forwards), ContentHash.Of(backwards));
        Assert.NotEqual(ContentHash.Of(forwards), ContentHash.Of(swapped));
    }

    [Fact]
    public void TheCultureDoesNotCount()
    {
        var before = CultureInfo.CurrentCulture;
        var digest = ContentHash.Of(s_flower);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            Assert.Equal(digest, ContentHash.Of(s_flower));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ContentThatDoesNotFitIntoTheBufferIsHashedWhole()
    {
        var bytes = new byte[100_000];
        var digests = new HashSet<ContentDigest> { ContentHash.Of(bytes), ContentHash.Of(new string('a', 50_000)), ContentHash.Of(new string('a', 50_001)) };
        foreach (var place in new[] { 0, 16_383, 16_384, 16_385, 99_999 })
        {
            bytes[place]++;
            Assert.True(digests.Add(ContentHash.Of(bytes)), $"Byte {place} does not count.");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    public void NothingIsAllocatedForARow(int count)
    {
        var flowers = Enumerable.Range(0, count).Select(static row => s_flower with { Year = row }).ToArray();
        var pixels = new Pixel[count];
        var patients = Enumerable.Range(0, count)
            .Select(static row => new Patient { Signal = [row], Scores = new() { ["a"] = row, ["b"] = 2 }, Words = ["x", "y"], Pressure = (row, 2), Mother = new() })
            .ToArray();
        var queue = new Queue<Flower>(flowers);
        Assert.InRange(Allocations.Of(() => Hash(flowers, pixels, patients, queue)), 0, 2_000);
    }

    private static void Hash(Flower[] flowers, Pixel[] pixels, Patient[] patients, Queue<Flower> queue)
    {
        ContentHash.Of(flowers);
        ContentHash.Of(pixels);
        ContentHash.Of(patients);
        ContentHash.Of<Flower>(queue);
    }

    [Fact]
    public void ADigestIsReadBackFromItsText()
    {
        var digest = ContentHash.Of(s_flower);

        Assert.Matches("^[0-9a-f]{32}$", digest.ToString());
        Assert.Equal(digest, ContentDigest.Parse(digest.ToString()));
        Assert.Equal(digest, new ContentDigest(Convert.FromHexString(digest.ToString())));
        Assert.Equal("0000000000000000000000000000002a", new ContentDigest([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 42]).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2a")]
    [InlineData("0000000000000000000000000000002g")]
    [InlineData("0000000000000000000000000000002a ")]
    [InlineData(null)]
    public void WhatIsNotADigestIsRefused(string? text) => Assert.Throws<FormatException>(() => ContentDigest.Parse(text!));

    [Fact]
    public void ADigestHasSixteenBytes() =>
        Assert.Equal("A content digest has 16 bytes, not 3. (Parameter 'bytes')", Assert.Throws<ArgumentException>(static () => new ContentDigest([1, 2, 3])).Message);

    [Fact]
    public void TheSchemaOfAScalarIsTheFingerprintOfItsName() =>
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes("f64")))[..32], ContentHash.SchemaOf<double>());
}
