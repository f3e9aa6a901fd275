using System.Text;
using CsCheck;
using MlOps.Silicon.Linux;
using MlOps.Silicon.Sampling;

namespace MlOps.Tests.Linux;

public sealed class DigitsTests
{
    [Fact]
    public void EveryNumberIsReadWhateverStandsBetween() => Gen.Select(Gen.ULong.Array[0, 12], Gen.String[Gen.Char[" \t:=-abc\n"], 1, 4]).Sample(static (numbers, between) =>
    {
        ReadOnlySpan<byte> text = Encoding.ASCII.GetBytes(between + string.Join(between, numbers) + between);
        foreach (var number in numbers)
        {
            Assert.True(Digits.TryTake(ref text, out var taken));
            Assert.Equal(number, taken);
        }

        Assert.False(Digits.TryTake(ref text, out var none));
        Assert.Equal(0ul, none);
    });

    [Theory]
    [InlineData("18446744073709551615")]
    [InlineData("18446744073709551616")]
    [InlineData("99999999999999999999999999")]
    public void ANumberThatIsTooLargeIsTheLargest(string digits)
    {
        ReadOnlySpan<byte> text = Encoding.ASCII.GetBytes(digits + " 7");
        Assert.True(Digits.TryTake(ref text, out var number));
        Assert.Equal(ulong.MaxValue, number);
        Assert.True(Digits.TryTake(ref text, out number));
        Assert.Equal(7ul, number);
    }

    [Fact]
    public void AKeyIsFoundOnlyWhereItBeginsALine()
    {
        var text = "cancelled_write_bytes: 5\nwrite_bytes: 42 kB\nempty:\nwrite_bytes: 7\n"u8;
        Assert.True(Digits.TryFind(text, "write_bytes:"u8, out var number));
        Assert.Equal(42ul, number);
        Assert.False(Digits.TryFind(text, "empty:"u8, out _)); // The number of the next line is not its own.
        Assert.False(Digits.TryFind(text, "kB"u8, out _));
        Assert.False(Digits.TryFind("ab:ab: 3"u8, "ab:"u8, out var behind) && behind != 3);
    }

    [Fact]
    public void AKeyThatFollowsItselfIsNoLine() => Assert.False(Digits.TryFind("xab:ab: 3"u8, "ab:"u8, out _));

    [Fact]
    public void AListIsWhatItWasMadeOf() => Gen.Int[0, 8191].Array[0, 50].Sample(static processors =>
        Assert.Equal(processors.Distinct().Order(), CpuList.Parse(CpuList.Format(processors))));

    [Theory]
    [InlineData("0-3,8,10-11", "0,1,2,3,8,10,11")]
    [InlineData("0\n", "0")]
    [InlineData("", "")]
    [InlineData("(null)", "")]
    [InlineData("3-1", "")]
    [InlineData("1-2-3", "")]
    [InlineData("-1", "")]
    [InlineData("0-99999999", "")] // Not four hundred megabytes.
    public void AListIsReadAsTheKernelWritesIt(string text, string expected) => Assert.Equal(expected, string.Join(',', CpuList.Parse(text)));

    [Fact]
    public void ATextThatIsNoListIsReadInVain() => Gen.String.Sample(static text => Assert.All(CpuList.Parse(text), static number => Assert.InRange(number, 0, 8191)));

    [Theory]
    [InlineData("Package id 0", "package_id_0")]
    [InlineData("  ", "unnamed")]
    [InlineData("Tctl/°C", "tctl__c")]
    public void ASensorHasANameThatAMetricMayHave(string label, string name) => Assert.Equal(name, MetricName.Of(label));

    [Fact]
    public void ASensorsNameIsNeverStrange() => Gen.String.Sample(static text => Assert.Matches("^[a-z0-9][a-z0-9_]*$", MetricName.Of(text)));
}
