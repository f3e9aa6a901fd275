using System.Globalization;
using CsCheck;

namespace MlOps.Tests.Tracking;

public sealed class ScalarTextTests
{
    [Fact]
    public void NumbersReadBackAsThemselvesInEveryCulture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Gen.Double.Sample(static value => double.Parse(ScalarText.Of(value), CultureInfo.InvariantCulture).Equals(value));
            Gen.Float.Sample(static value => float.Parse(ScalarText.Of(value), CultureInfo.InvariantCulture).Equals(value));
            Gen.Decimal.Sample(static value => decimal.Parse(ScalarText.Of(value), CultureInfo.InvariantCulture) == value);
            Gen.DateTime.Sample(static value => DateTime.Parse(ScalarText.Of(value), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) == value);
            Gen.TimeSpan.Sample(static value => TimeSpan.Parse(ScalarText.Of(value), CultureInfo.InvariantCulture) == value);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void OtherScalarsAreWrittenAsCSharpWouldNameThem()
    {
        Assert.Equal("null", ScalarText.Of<int?>(null));
        Assert.Equal("True", ScalarText.Of(true));
        Assert.Equal("Friday", ScalarText.Of(DayOfWeek.Friday));
        Assert.Equal("a b", ScalarText.Of("a b"));
        Assert.Equal("2026-01-02", ScalarText.Of(new DateOnly(2026, 1, 2)));
        Assert.Equal("https://example.org/a%20b", ScalarText.Of(new Uri("https://example.org/a%20b")));
    }
}
