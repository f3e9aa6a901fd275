using MlOps.Tests.Support;

namespace MlOps.Tests.Tracking;

/// <summary>Data that a tracked method is given are inputs of its run.</summary>
public sealed class TrackedInputsTests
{
    [Fact]
    public void VersionedRowsAreInputsByTheirContent()
    {
        using var program = new WovenProgram("""
            namespace Given
            {
                [Versioned] public sealed record Row(int A);
                public static class T
                {
                    public static int Pulled;
                    [Tracked]
                    public static int Train(List<Row> trainRows, Row[]? none, [Param("held.out")] IReadOnlyList<Row> test, IEnumerable<Row> query, [NotLogged] Row[] hidden, Row start, IEnumerable<int> other) => Pulled;
                }
            }
            class Program
            {
                static object Main() => Given.T.Train(new() { new(1) }, null, [new(2)], Enumerable.Range(0, 3).Select(a => { Given.T.Pulled++; return new Given.Row(a); }), [], new(3), []);
            }
            """);

        Assert.Equal(0, program.Main()); // Nothing was taken from the query.
        var run = Assert.Single(WovenProgram.RunsOf("Given.T.Train"));
        Assert.Equal(["held.out", "start", "train_rows"], run.Datasets.Select(static input => input.Name).Order());
        Assert.All(run.Datasets, static input => Assert.Equal("memory", input.Source));
        Assert.Equal(3, run.Datasets.Select(static input => input.Digest).Distinct().Count());
    }
}
