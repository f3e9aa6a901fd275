namespace MlOps.Monitoring.Files.Csv;

/// <summary>Which columns hold numbers, by the first records.</summary>
internal static class CsvTypes
{
    private const int MaxRecords = 1000;

    /// <summary>Whether each column is to be read as numbers: nothing in the first records speaks against it, nor does what was asked for.</summary>
    /// <param name="source">The file.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="mayMix">Whether texts may be among the numbers.</param>
    internal static bool[] Numeric(CsvSource source, TableOptions options, bool mayMix)
    {
        using var records = new CsvRecords(source);
        var samples = Array.ConvertAll(records.Names, static _ => new Sample());
        for (var seen = 0; seen < MaxRecords && records.Read(); seen++)
        {
            for (var column = 0; column < samples.Length; column++)
            {
                samples[column].Add(records.Field(column));
            }
        }

        return [.. records.Names.Select((name, at) => !options.Types.TryGetValue(name, out var told) ? samples[at].AreNumbers(mayMix)
            : told == ColumnType.Numeric && (mayMix || samples[at].AreNumbers(mayMix: false)))];
    }

    private sealed class Sample
    {
        private readonly List<double> _numbers = [];
        private int _texts;

        public void Add(ReadOnlySpan<char> text)
        {
            if (FieldText.TryNumber(text, out var value))
            {
                _numbers.Add(value);
            }
            else if (!FieldText.IsMissing(text))
            {
                _texts++;
            }
        }

        public bool AreNumbers(bool mayMix) => _texts == 0 || (mayMix && MixedFields.AreNumbers(_numbers.Count, _texts, _numbers.Distinct().Count()));
    }
}
