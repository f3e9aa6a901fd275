using System.Collections;
using System.Diagnostics.CodeAnalysis;
using MlOps.Data.Csv;

namespace MlOps;

/// <summary>
/// The rows of a data set, read from its file as they are asked for; each loop reads the file anew, and none holds more than
/// a part of it. Generated code makes one: <c>Datasets.Iris.Rows()</c>.
/// </summary>
/// <typeparam name="T">The type of a row, such as <c>Datasets.Iris.Row</c>.</typeparam>
/// <param name="dataset">The data set.</param>
/// <param name="parse">Makes a row of its fields.</param>
/// <remarks>Reading inside a run records the data set as an input of that run.</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "Rows is what they are.")]
public sealed class CsvRows<T>(Dataset dataset, CsvRowParser<T> parse) : IEnumerable<T>
{
    /// <summary>Opens the file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="RowException">Its header is not the one that the build saw.</exception>
    public Enumerator GetEnumerator() => new(dataset, parse);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads one row after the other.</summary>
    public sealed class Enumerator : IEnumerator<T>
    {
        private readonly CsvRowReader _reader;
        private readonly CsvRowParser<T> _parse;
        private T _current = default!;

        [SuppressMessage("Reliability", "CA2000", Justification = "Dispose disposes of it.")]
        internal Enumerator(Dataset dataset, CsvRowParser<T> parse) => (_reader, _parse) = (new CsvRowReader(dataset), parse);

        /// <summary>The row.</summary>
        public T Current => _current;

        object IEnumerator.Current => Current!;

        /// <summary>Reads the next row.</summary>
        /// <returns>False when there is none.</returns>
        /// <exception cref="RowException">A row is not what the build saw; the message names file, line and column.</exception>
        public bool MoveNext()
        {
            if (!_reader.Read())
            {
                return false;
            }

            _current = _parse(new CsvFields(_reader));
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
public delegate T CsvRowParser<out T>(CsvFields fields);
