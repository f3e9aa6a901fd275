namespace MlOps.Monitoring.Files.Csv;

/// <summary>Which columns hold numbers, by the first records.</summary>
internal static class CsvTypes
{
    private const int MaxRecords = 1000;

    /// <summary>Whether each column is to be read as numbers: nothing in the first records speaks against it, nor does what was asked for.</summary>
    internal static bool[] Numeric(CsvSource source, TableOptions options)
    {
        using var records = new CsvRecords(source);
        var numeric = Array.ConvertAll(records.Names, name => !options.Types.TryGetValue(name, out var type) || type == ColumnType.Numeric);
        for (var seen = 0; seen < MaxRecords && records.Read(); seen++)
        {
            for (var column = 0; column < numeric.Length; column++)
            {
                numeric[column] = numeric[column] && (records.Field(column) is var text && (FieldText.IsMissing(text) || FieldText.TryNumber(text, out _)));
            }
        }

        return numeric;
    }
}
