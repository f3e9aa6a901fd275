using System.Globalization;
using MlOps.Data.Tables;
using Parquet;
using Parquet.Schema;

namespace MlOps.Data.Parquet;

/// <summary>Reads the file of a data set row by row, a row group at a time.</summary>
internal sealed class ParquetRowReader : IDisposable
{
    /// <summary>Writers make groups of a million rows at most; a file that says more is not worth its memory.</summary>
    private const long LargestGroup = 64 * 1024 * 1024;

    private readonly Dataset _dataset;
    private readonly string _file;
    private readonly ParquetReader _reader;
    private readonly ParquetColumn[] _columns;
    private int _group;
    private int _rows;
    private int _at = -1;
    private long _before;

    internal ParquetRowReader(Dataset dataset)
    {
        (_dataset, _file) = (dataset, dataset.Path);
        _reader = Guarded(Open(_file));
        try
        {
            var fields = _reader.Schema.Fields.OfType<DataField>().Where(static field => !field.IsArray).ToArray();
            _columns = [.. dataset.Columns.Select(column => Column(fields, column))];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal bool Read()
    {
        _at++;
        while (_at >= _rows)
        {
            if (_group == _reader.RowGroupCount)
            {
                return false;
            }

            (_before, _at) = (_before + _rows, 0);
            _rows = Guarded(LoadAsync(_group++));
        }

        return true;
    }

    internal string? Text(int column) => ((ParquetColumn.TextColumn)_columns[column])[_at];

    internal T? Value<T>(int column)
        where T : struct => ((ParquetColumn<T>)_columns[column])[_at];

    /// <summary>A value is null where none may be.</summary>
    internal RowException Missing(int column) => Fault(_dataset.Columns[column].Name, RowFault.Misfit(_dataset, column, default, isBlank: true));

    public void Dispose() => _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static async Task<ParquetReader> Open(string file)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return await ParquetReader.CreateAsync(stream, new ParquetOptions { UseDateOnlyTypeForDates = true }, leaveStreamOpen: false).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private ParquetColumn Column(DataField[] fields, DatasetColumn column)
    {
        var field = fields.FirstOrDefault(field => field.Name == column.Name);
        return field is null
            ? throw Fault(column.Name, $"column '{column.Name}', which the build saw, is missing. Build again")
            : ParquetColumn.Of(field, column.Type)
                ?? throw Fault(column.Name, $"column '{column.Name}' is {field.ClrType.Name} where the build saw {SchemaText.Name(column.Type)}. Build again");
    }

    private async Task<int> LoadAsync(int number)
    {
        using var group = _reader.OpenRowGroupReader(number);
        if (group.RowCount is < 0 or > LargestGroup)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"row group {number} says that it has {group.RowCount} rows"));
        }

        foreach (var column in _columns)
        {
            await column.LoadAsync(group, (int)group.RowCount).ConfigureAwait(false);
        }

        return (int)group.RowCount;
    }

    /// <summary>Waits, and says of a broken file that it is one: what its bytes make of the library below is of many kinds.</summary>
    private T Guarded<T>(Task<T> reading)
    {
        try
        {
            return reading.GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is not (RowException or FileNotFoundException or UnauthorizedAccessException or OutOfMemoryException))
        {
            throw Fault(null, _dataset.IsSensitive ? "it cannot be read as Parquet. Correct the file" : $"it cannot be read as Parquet: {fault.Message.TrimEnd('.')}. Correct the file", _dataset.IsSensitive ? null : fault);
        }
    }

    private RowException Fault(string? column, string problem, Exception? inner = null) => new(_file, _before + Math.Max(_at, 0) + 1, column, problem, inner);
}
