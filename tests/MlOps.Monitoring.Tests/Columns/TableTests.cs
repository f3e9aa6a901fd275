namespace MlOps.Monitoring.Tests.Columns;

public sealed class TableTests
{
    [Fact]
    public void TextsInMemoryBecomeLevels()
    {
        var column = LevelColumn.Of("city", ["Rome", null, "Oslo", "Rome"]);
        Assert.Equal([0, LevelColumn.Missing, 1, 0], column.Codes);
        Assert.Equal(["Rome", "Oslo"], column.Levels);
    }

    [Fact]
    public void ColumnsOfDifferentLengthsAreNoTable()
    {
        var fault = Assert.Throws<ArgumentException>(() => new Table([new NumberColumn("x", new double[3]), new NumberColumn("y", new double[2])]));
        Assert.StartsWith("Column 'y' has 2 rows where 'x' has 3.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnIsFoundByItsName()
    {
        var table = new Table([new NumberColumn("x", new double[3]), new LevelColumn("kind", new[] { 0, 1, LevelColumn.Missing }, ["a", "b"])]);
        Assert.Equal("kind", table.Find("kind")?.Name);
        Assert.Null(table.Find("Kind"));
    }
}
