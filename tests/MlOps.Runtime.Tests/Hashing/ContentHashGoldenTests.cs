using System.Security.Cryptography;
using System.Text;

namespace MlOps.Tests.Hashing;

/// <summary>
/// Digests are kept in runs for years: they must never change. A change of the golden file is a change of the canonical form, and
/// needs a new name of the form (<c>mlops-content-2</c>) and a word in <c>docs/content-hash.md</c>.
/// </summary>
public sealed class ContentHashGoldenTests
{
    [Fact]
    public void DigestsAreTheCommittedOnes()
    {
        var text = new StringBuilder();
        void Line(string what, ContentDigest digest) => text.Append(what).Append('\t').Append(digest).Append('\n');

        Line("false", ContentHash.Of(false));
        Line("sbyte -1", ContentHash.Of((sbyte)-1));
        Line("byte 255", ContentHash.Of((byte)255));
        Line("short -2", ContentHash.Of((short)-2));
        Line("ushort 2", ContentHash.Of((ushort)2));
        Line("int -3", ContentHash.Of(-3));
        Line("uint 3", ContentHash.Of(3u));
        Line("long -4", ContentHash.Of(-4L));
        Line("ulong 4", ContentHash.Of(4UL));
        Line("nint -5", ContentHash.Of((nint)(-5)));
        Line("nuint 5", ContentHash.Of((nuint)5));
        Line("Int128 -6", ContentHash.Of((Int128)(-6)));
        Line("UInt128 6", ContentHash.Of((UInt128)6));
        Line("Half 0.5", ContentHash.Of((Half)0.5));
        Line("float 0.1", ContentHash.Of(0.1f));
        Line("double 0.1", ContentHash.Of(0.1));
        Line("double 0", ContentHash.Of(-0.0));
        Line("double NaN", ContentHash.Of(double.NaN));
        Line("decimal -12.5", ContentHash.Of(-12.50m));
        Line("char ä", ContentHash.Of('ä'));
        Line("string null", ContentHash.Of((string?)null));
        Line("string empty", ContentHash.Of(""));
        Line("string Bézier 😀", ContentHash.Of("Bézier 😀"));
        Line("Uri", ContentHash.Of(new Uri("http://example.org/a b#c")));
        Line("DateTime", ContentHash.Of(new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc)));
        Line("DateTimeOffset", ContentHash.Of(new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromMinutes(-90))));
        Line("DateOnly", ContentHash.Of(new DateOnly(2026, 2, 3)));
        Line("TimeOnly", ContentHash.Of(new TimeOnly(4, 5, 6)));
        Line("TimeSpan", ContentHash.Of(TimeSpan.FromSeconds(-7)));
        Line("Guid", ContentHash.Of(new Guid("00112233-4455-6677-8899-aabbccddeeff")));
        Line("no doubles", ContentHash.Of<double>([]));
        Line("three doubles", ContentHash.Of([1.0, 2.0, 3.0]));
        Line("two strings", ContentHash.Of(["a", null]));
        Line("Flower", ContentHash.Of(new Flower(1.4, 0.2, Species.Versicolor, 1936, null)));
        Line("no Flower", ContentHash.Of((Flower?)null));
        Line("10000 Pixels", ContentHash.Of(Enumerable.Range(0, 10_000).Select(static at => new Pixel((byte)at, (byte)(at >> 8), at / 3f))));
        Line("Patients", ContentHash.Of<Patient?>([Ada, null, new Patient { Mother = Ada }]));
        Golden.Match(Repository.PathOf("tests", "MlOps.Runtime.Tests", "Hashing", "Golden", "content-digests.tsv"), text.ToString());
    }

    [Fact]
    public void TheFormOnThePageIsWhatIsHashed()
    {
        // docs/content-hash.md, by hand, as another program would do it.
        var schema = Convert.ToHexStringLower(SHA256.HashData("{Note:string,PetalLength:f64,PetalWidth:f64,Species:u8,Year:i32?}"u8))[..32];
        using var form = new MemoryStream();
        using var write = new BinaryWriter(form, Encoding.Unicode); // Little-endian, on every machine.
        write.Write("mlops-content-1"u8);
        write.Write((byte)'r');
        write.Write(32);
        write.Write(Encoding.Unicode.GetBytes(schema));
        write.Write((byte)1); // The row is not null.
        write.Write((byte)1); // Nor is Note:
        write.Write(2);
        write.Write(Encoding.Unicode.GetBytes("hi"));
        write.Write(1.4); // PetalLength
        write.Write(0.2); // PetalWidth
        write.Write((byte)1); // Species
        write.Write((byte)0); // Year is null.
        write.Write(1L); // One row.

        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(form.ToArray()))[..32],
            ContentHash.Of([new Flower(1.4, 0.2, Species.Versicolor, null, "hi")]).ToString());
    }

    private static Patient Ada => new()
    {
        Id = new("00112233-4455-6677-8899-aabbccddeeff"),
        Born = new DateOnly(1815, 12, 10),
        Fee = 12.50m,
        Signal = [0.5f, -0f, float.NaN],
        Scores = new() { ["b"] = 2, ["a"] = 1 },
        Words = ["y", "x"],
        Pressure = (80, 120),
    };
}
