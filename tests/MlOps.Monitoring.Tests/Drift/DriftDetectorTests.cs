using MlOps.Monitoring.Tests.Calibrated;

namespace MlOps.Monitoring.Tests.Drift;

public sealed class DriftDetectorTests
{
    [Fact]
    public void AShiftIsFoundAndTheOtherColumnIsNot()
    {
        var draws = new Draws(2);
        var report = Compared.Tables(
            new Table([draws.Normals("x", 500), draws.Normals("y", 500)]),
            new Table([draws.Normals("x", 500, mean: 0.5), draws.Normals("y", 500)]));
        Assert.Equal([true, false], report.Columns.Select(column => column.Drift));
        Assert.Equal(new DatasetDrift(true, 0.5, 1, 2), report.Dataset);
        Assert.All(report.Columns, column => Assert.Equal("ks", column.Method));
    }
}
