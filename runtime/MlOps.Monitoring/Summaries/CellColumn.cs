namespace MlOps.Monitoring.Summaries;

/// <summary>A column whose cells can be told apart by a number each, whatever it holds: what comparing rows and columns needs.</summary>
internal abstract class CellColumn
{
    private CellColumn(Column column) => Name = column.Name;

    public string Name { get; }

    public abstract int Missing { get; }

    public static CellColumn Of(Column column) => column switch
    {
        NumberColumn numbers => new Numbers(numbers),
        LevelColumn levels => new Levels(levels),
        _ => throw new ArgumentException($"Column '{column.Name}' is of an unknown kind.", nameof(column)),
    };

    public abstract bool IsMissing(int row);

    public abstract int Hash(int row);

    /// <summary>Whether two rows hold the same value, missing ones being the same.</summary>
    public abstract bool AreEqual(int row, int other);

    /// <summary>The number of different values, and how many rows the most frequent one takes.</summary>
    public abstract (int Distinct, int Most) Variety();

    /// <summary>Whether values of this column and another can be the same: whole numbers, other numbers and texts are three kinds.</summary>
    public abstract bool IsLike(CellColumn other);

    /// <summary>Whether a row holds the same value in this column and in one that is like it; missing ones are not.</summary>
    public abstract bool Agrees(CellColumn other, int row);

    private sealed class Numbers(NumberColumn column) : CellColumn(column)
    {
        // As in pandas: whole numbers with one missing are ordinary numbers.
        private readonly bool _isInteger = column.IsInteger && column.Count == Sums.Of(column.Values).Count;

        public override int Missing { get; } = column.Count - Sums.Of(column.Values).Count;

        public override bool IsMissing(int row) => double.IsNaN(column.Values[row]);

        // Adding zero makes −0 and 0 one value.
        public override int Hash(int row) => (column.Values[row] + 0.0).GetHashCode();

        public override bool AreEqual(int row, int other) => column.Values[row].Equals(column.Values[other]) || column.Values[row] == column.Values[other];

        public override (int Distinct, int Most) Variety()
        {
            var statistics = NumberStatistics.Of(column);
            return (statistics.Distinct, statistics.MostCommonCount);
        }

        public override bool IsLike(CellColumn other) => other is Numbers numbers && numbers._isInteger == _isInteger;

        public override bool Agrees(CellColumn other, int row) => ((Numbers)other).ValueOf(row) == ValueOf(row);

        private double ValueOf(int row) => column.Values[row];
    }

    private sealed class Levels(LevelColumn column) : CellColumn(column)
    {
        private readonly int[] _counts = LevelCodes.Of(column).Counts();

        public override int Missing => column.Count - _counts.Sum();

        public override bool IsMissing(int row) => column.Codes[row] == LevelColumn.Missing;

        public override int Hash(int row) => column.Codes[row];

        public override bool AreEqual(int row, int other) => column.Codes[row] == column.Codes[other];

        public override (int Distinct, int Most) Variety() => (_counts.Length, _counts.Length == 0 ? 0 : _counts.Max());

        public override bool IsLike(CellColumn other) => other is Levels;

        public override bool Agrees(CellColumn other, int row) =>
            TextOf(row) is { } text && string.Equals(text, ((Levels)other).TextOf(row), StringComparison.Ordinal);

        private string? TextOf(int row) => column.Codes[row] is var code && code == LevelColumn.Missing ? null : column.Levels[code];
    }
}
