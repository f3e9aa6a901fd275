namespace MlOps.Monitoring.Summaries;

/// <summary>Counts what <see cref="DatasetStatistics"/> says.</summary>
internal sealed class DatasetCounter(Table table, double almost, CancellationToken cancellationToken)
{
    private readonly CellColumn[] _columns = [.. table.Columns.Select(CellColumn.Of)];

    public DatasetStatistics Count()
    {
        var variety = _columns.Select(Variety).ToArray();
        var (duplicated, almostDuplicated) = Pairs();
        return new DatasetStatistics
        {
            Rows = table.Rows,
            Columns = _columns.Length,
            Missing = _columns.Sum(static column => (long)column.Missing),
            EmptyRows = EmptyRows(),
            EmptyColumns = NamesWhere(column => column.Missing == table.Rows),
            ConstantColumns = Names(variety, static found => found.Distinct <= 1),
            AlmostConstantColumns = Names(variety, found => table.Rows > 0 && IsAlmostAll(found.Most)),
            DuplicatedRows = DuplicatedRows(),
            DuplicatedColumns = duplicated,
            AlmostDuplicatedColumns = almostDuplicated,
        };
    }

    private (int Distinct, int Most) Variety(CellColumn column)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return column.Variety();
    }

    private string[] NamesWhere(Func<CellColumn, bool> holds) => [.. _columns.Where(holds).Select(static column => column.Name)];

    private string[] Names((int Distinct, int Most)[] variety, Func<(int Distinct, int Most), bool> holds) =>
        [.. _columns.Zip(variety).Where(pair => holds(pair.Second)).Select(static pair => pair.First.Name)];

    private int EmptyRows()
    {
        var empty = 0;
        for (var row = 0; _columns.Length > 0 && row < table.Rows; row++)
        {
            empty += IsEmpty(row) ? 1 : 0;
        }

        return empty;
    }

    private bool IsEmpty(int row)
    {
        foreach (var column in _columns)
        {
            if (!column.IsMissing(row))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsAlmostAll(int rows) => (double)rows / table.Rows >= almost;

    private int DuplicatedRows()
    {
        var seen = new HashSet<int>(new RowComparer(_columns));
        for (var row = 0; _columns.Length > 0 && row < table.Rows; row++)
        {
            if (row % 4096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            seen.Add(row);
        }

        return _columns.Length == 0 ? 0 : table.Rows - seen.Count;
    }

    private (List<ColumnPair> Duplicated, List<ColumnPair> Almost) Pairs()
    {
        var (duplicated, almostDuplicated) = (new List<ColumnPair>(), new List<ColumnPair>());
        for (var first = 0; first < _columns.Length; first++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var second = first + 1; second < _columns.Length; second++)
            {
                if (!_columns[first].IsLike(_columns[second]))
                {
                    continue;
                }

                var (isSame, isAlmost) = Compare(_columns[first], _columns[second]);
                var pair = new ColumnPair(_columns[first].Name, _columns[second].Name);
                if (isSame)
                {
                    duplicated.Add(pair);
                }

                if (isAlmost)
                {
                    almostDuplicated.Add(pair);
                }
            }
        }

        return (duplicated, almostDuplicated);
    }

    /// <summary>Stops at the row where neither can be true any more, which for most pairs comes soon.</summary>
    private (bool IsSame, bool IsAlmost) Compare(CellColumn first, CellColumn second)
    {
        var (isSame, agreeing) = (true, 0);
        for (var row = 0; row < table.Rows; row++)
        {
            var agrees = first.Agrees(second, row);
            agreeing += agrees ? 1 : 0;
            isSame &= agrees || (first.IsMissing(row) && second.IsMissing(row));
            if (!isSame && !IsAlmostAll(agreeing + table.Rows - row - 1))
            {
                return (false, false);
            }
        }

        return (isSame, table.Rows > 0 && IsAlmostAll(agreeing));
    }

    private sealed class RowComparer(CellColumn[] columns) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y)
        {
            foreach (var column in columns)
            {
                if (!column.AreEqual(x, y))
                {
                    return false;
                }
            }

            return true;
        }

        public int GetHashCode(int row)
        {
            var hash = default(HashCode);
            foreach (var column in columns)
            {
                hash.Add(column.Hash(row));
            }

            return hash.ToHashCode();
        }
    }
}
