using System.Collections;
using System.Diagnostics.CodeAnalysis;
using MlOps.Data.Parquet;

namespace MlOps;

/// <summary>
/// The rows of a Parquet file, read from its file as they are asked for; each loop reads the file anew, and none holds more than
/// one row group of it. Generated code makes one: <c>Datasets.Trips.Rows()</c>.
/// </summary>
/// <typeparam name="T">The type of a row, such as <c>Datasets.Trips.Row</c>.</typeparam>
/// <param name="dataset">The data set.</param>
/// <param name="parse">Makes a row of its fields.</param>
/// <remarks>Reading inside a run records the data set as an input of that run.</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "Rows is what they are.")]
public sealed class ParquetRows<T>(Dataset dataset, ParquetRowParser<T> parse) : IEnumerable<T>
{
    /// <summary>Opens the file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="RowException">It is no Parquet file, or its columns are not those that the build saw.</exception>
    public Enumerator GetEnumerator() => new(dataset, parse);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads one row after the other.</summary>
    public sealed class Enumerator : IEnumerator<T>
    {
        private readonly ParquetRowReader _reader;
        private readonly ParquetRowParser<T> _parse;
        private T _current = default!;

        [SuppressMessage("Reliability", "CA2000", Justification = "Dispose disposes of it.")]
        internal Enumerator(Dataset dataset, ParquetRowParser<T> parse) => (_reader, _parse) = (new ParquetRowReader(dataset), parse);

        /// <summary>The row.</summary>
        public T Current => _current;

        object IEnumerator.Current => Current!;

        /// <summary>Reads the next row.</summary>
        /// <returns>False when there is none.</returns>
        /// <exception cref="RowException">A row is not what the build saw; the message names file, row and column.</exception>
        public bool MoveNext()
        {
            if (!_reader.Read())
            {
                return false;
            }

            _current = _parse(new ParquetFields(_reader));
            return true;
        }

        /// <summary>Not supported: begin another loop instead.</summary>
        public void Reset() => throw new NotSupportedException("Rows are read once from first to last; begin another loop instead.");

        /// <summary>Closes the file.</summary>
        public void Dispose() => _reader.Dispose();
    }
}

/// <summary>Makes a row of its fields. Generated code has one for each data set.</summary>
/// <typeparam name="T">The type of a row.</typeparam>
/// <param name="fields">The fields, which are gone when this returns.</param>
public delegate T ParquetRowParser<out T>(ParquetFields fields);
