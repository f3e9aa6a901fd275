using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlOps.Monitoring.MLNet;

/// <summary>The names of the slots of a vector.</summary>
internal static class SlotNames
{
    private const string Annotation = "SlotNames";

    /// <summary>Those of its annotation where each has one of its own, else its number.</summary>
    public static string[] Of(DataViewSchema.Column column, int size)
    {
        var names = Annotations.Texts(column, Annotation);
        var numbers = Enumerable.Range(0, size).Select(static slot => slot.ToString(CultureInfo.InvariantCulture)).ToArray();
        if (names?.Length != size)
        {
            return numbers;
        }

        var counts = names.CountBy(static name => name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. names.Select((name, slot) => name.Length > 0 && counts[name] == 1 && (!numbers.Contains(name, StringComparer.Ordinal) || name == numbers[slot]) ? name : numbers[slot])];
    }
}

/// <summary>What the keys of a column stand for.</summary>
internal sealed class KeyNames
{
    private const string Annotation = "KeyValues";

    private readonly string[] _names;

    private KeyNames(string[] names) => _names = names;

    public static KeyNames Of(DataViewSchema.Column column, KeyDataViewType key) => new(
        Annotations.Texts(column, Annotation) is { } names && (ulong)names.Length == key.Count ? names : []);

    /// <summary>The level of a key, counted from 1; 0 is missing.</summary>
    public string? Of(ulong key) =>
        key == 0 ? null
        : key <= (ulong)_names.Length ? _names[key - 1]
        : key.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Annotations that are lists, as texts.</summary>
internal static class Annotations
{
    /// <summary>Null where there is none, or one of a kind that names nothing.</summary>
    public static string[]? Texts(DataViewSchema.Column column, string annotation)
    {
        var found = column.Annotations.Schema.GetColumnOrNull(annotation);
        return found?.Type is not VectorDataViewType vector ? null : vector.ItemType switch
        {
            TextDataViewType => Texts<ReadOnlyMemory<char>>(column, annotation, static value => value.ToString()),
            NumberDataViewType number when number.RawType == typeof(float) => Texts<float>(column, annotation, static value => value.ToString("R", CultureInfo.InvariantCulture)),
            NumberDataViewType number when number.RawType == typeof(double) => Texts<double>(column, annotation, static value => value.ToString("R", CultureInfo.InvariantCulture)),
            NumberDataViewType number when number.RawType == typeof(int) => Texts<int>(column, annotation, static value => value.ToString(CultureInfo.InvariantCulture)),
            NumberDataViewType number when number.RawType == typeof(long) => Texts<long>(column, annotation, static value => value.ToString(CultureInfo.InvariantCulture)),
            BooleanDataViewType => Texts<bool>(column, annotation, static value => value ? bool.TrueString : bool.FalseString),
            _ => null,
        };
    }

    private static string[] Texts<T>(DataViewSchema.Column column, string annotation, Func<T, string> text)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(annotation, ref values);
        return [.. values.DenseValues().Select(text)];
    }
}
