using CsCheck;

namespace MlOps.Tests.Hashing;

/// <summary>For all values: equal values have one digest, and others have others.</summary>
public sealed class ContentHashProperties
{
    private static readonly Gen<Flower> s_flowers =
        from length in Gen.Double
        from width in Gen.Int[0, 3].Select(static which => new[] { 0.0, -0.0, double.NaN, 1.5 }[which])
        from species in Gen.Enum<Species>()
        from year in Gen.Int[0, 3].Nullable()
        from note in Gen.String[0, 3].Null()
        select new Flower(length, width, species, year, note);

    [Fact]
    public void FlowersHaveOneDigestExactlyWhenTheyAreEqual() => Gen.Select(s_flowers, s_flowers, Gen.Bool, Gen.Bool)
        .Select(static (flower, other, sameSizes, sameRest) => (
            flower,
            other with
            {
                PetalLength = sameSizes ? flower.PetalLength : other.PetalLength,
                PetalWidth = sameSizes ? flower.PetalWidth : other.PetalWidth,
                Note = sameRest ? flower.Note : other.Note,
                Species = sameRest ? flower.Species : other.Species,
            }))
        .Sample(static (flower, other) => flower.Equals(other) == (ContentHash.Of(flower) == ContentHash.Of(other)));

    [Fact]
    public void RowsHaveOneDigestExactlyWhenTheyAreEqualInOrder() => Gen.Select(Gen.String[0, 2].Null().Array[0, 3], Gen.String[0, 2].Null().Array[0, 3])
        .Sample(static (rows, others) => rows.SequenceEqual(others) == (ContentHash.Of(rows) == ContentHash.Of(others)));

    [Fact]
    public void DecimalsHaveOneDigestExactlyWhenTheyAreEqual() => Gen.Select(Gen.Int[-1000, 1000], Gen.Int[-1000, 1000], Gen.Int[0, 2], Gen.Int[0, 2])
        .Sample(static (digits, otherDigits, scale, otherScale) =>
        {
            var (a, b) = (Decimal(digits, scale), Decimal(otherDigits, otherScale));
            return (a == b) == (ContentHash.Of(a) == ContentHash.Of(b));
        });

    [Fact]
    public void TrailingZerosOfADecimalDoNotCount() => Gen.Select(Gen.Int[-1000, 1000], Gen.Int[0, 20], Gen.Int[0, 6])
        .Sample(static (digits, scale, zeros) =>
            ContentHash.Of(Decimal(digits, scale)) == ContentHash.Of(decimal.Add(Decimal(digits, scale), Decimal(0, scale + zeros))));

    [Fact]
    public void ADictionaryHasOneDigestInWhateverOrderItWasFilled() => Gen.Dictionary(Gen.String[0, 3], Gen.Double)[0, 6].Sample(static scores =>
        ContentHash.Of(new Patient { Scores = scores }) == ContentHash.Of(new Patient { Scores = new(scores.Reverse()) }));

    [Fact]
    public void AChangeOfOneRowChangesTheDigest() => Gen.Select(Gen.Float.Array[1, 50], Gen.Int[0, 1000]).Sample(static (rows, place) =>
    {
        var before = ContentHash.Of(rows);
        var changed = (float[])rows.Clone();
        changed[place % rows.Length] = rows[place % rows.Length] == 1 ? 2 : 1;
        return before != ContentHash.Of(changed);
    });

    private static decimal Decimal(int digits, int scale) => new(Math.Abs(digits), 0, 0, digits < 0, (byte)scale);
}
