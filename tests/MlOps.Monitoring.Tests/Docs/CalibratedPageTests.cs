using System.Globalization;
using MlOps.Monitoring.Calibrated;
using MlOps.Tests;

namespace MlOps.Monitoring.Tests.Docs;

public sealed class CalibratedPageTests
{
    [Fact]
    public void EveryMethodIsOnThePageWithItsFloor()
    {
        var rows = File.ReadLines(Repository.PathOf("docs", "calibrated.md")).Where(static line => line.StartsWith('|')).ToArray();
        Assert.All(CalibratedMethod.Names, name =>
        {
            var row = Assert.Single(rows, row => row.Split('|')[1].Contains($"`{name}`", StringComparison.Ordinal));
            Assert.Equal(CalibratedMethod.Find(name)!.Floor.ToString(CultureInfo.InvariantCulture), row.Split('|')[5].Trim());
        });
    }
}
