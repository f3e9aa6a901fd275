using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Tests.Statistics;

/// <summary>Tails against scipy 1.10.1, far out and for many rows too.</summary>
public sealed class TailsTests
{
    [Theory]
    [InlineData(0.001, 5, 0.9992407867721976)]
    [InlineData(0.5, 1, 0.7048327646991336)]
    [InlineData(2, 3, 0.1393259685588431)]
    [InlineData(10, 7, 2.139420289077282e-05)]
    [InlineData(40, 30, 1.3726045194406362e-27)]
    [InlineData(3, 1000.0, 0.0027667090442381878)]
    [InlineData(38, 1000.0, 2.918757842260044e-196)]
    [InlineData(5, 2000000.0, 5.733514637831469e-07)]
    [InlineData(30, 2000000.0, 1.0861192311774248e-197)]
    [InlineData(1e-05, 2000000.0, 0.9999920211553894)]
    [InlineData(200, 4, 3.749375082021418e-09)]
    public void StudentsT(double t, double degrees, double expected) => Near.Holds(expected, Tails.Student(t, degrees));

    [Theory]
    [InlineData(0.1, 1, 0.7518296340458492)]
    [InlineData(30, 1, 4.3204630578274955e-08)]
    [InlineData(500, 1, 9.505397766554137e-111)]
    [InlineData(1400, 2, 9.85967654375939e-305)]
    [InlineData(30, 19, 0.05179845889302389)]
    [InlineData(100, 19, 5.355560750435117e-13)]
    [InlineData(1000, 999, 0.48513148927490146)]
    [InlineData(1500, 999, 8.513135655488133e-23)]
    [InlineData(101000, 99999, 0.012794947728403347)]
    [InlineData(103000, 99999, 1.5059901912487745e-11)]
    [InlineData(3, 999, 1.0)]
    [InlineData(double.PositiveInfinity, 3, 0.0)]
    [InlineData(0, 3, 1.0)]
    [InlineData(2, 0, double.NaN)]
    public void ChiSquare(double x, double degrees, double expected) => Near.Holds(expected, Tails.ChiSquare(x, degrees));

    [Theory]
    [InlineData(0.1, 0.920344325445942)]
    [InlineData(1.96, 0.04999579029644087)]
    [InlineData(8, 1.244192114854348e-15)]
    [InlineData(20, 5.507248237212311e-89)]
    [InlineData(37, 1.1451142445047853e-299)]
    public void Normal(double z, double expected)
    {
        Near.Holds(expected, Tails.Normal(-z));
        Near.Holds(expected / 2, Tails.NormalAbove(z));
    }

    [Fact]
    public void TheTailOfCramerAndVonMisesGoesOnWhereOneLessTheShareBelowEnds()
    {
        Assert.Equal(0.5848734384067972, CramerVonMisesDistribution.Above(0.1), 1e-12);
        Assert.Equal(0.002460452180135797, CramerVonMisesDistribution.Above(1), 1e-12);
        foreach (var x in (double[])[0.8, 1, 1.2, 1.5])
        {
            Near.Holds(CramerVonMisesDistribution.Above(x), CramerVonMisesDistribution.Tail(x), 1e-8);
        }

        // Far out the lower end of the first integral alone counts: the tail goes like e^(−π²x/2) / √x.
        var (near, far) = (CramerVonMisesDistribution.Tail(60), CramerVonMisesDistribution.Tail(70));
        Near.Holds(Math.Exp(-5 * Math.PI * Math.PI) * Math.Sqrt(60.0 / 70), far / near, 1e-3);
    }
}
