namespace MlOps.Search;

/// <summary>A text that a filter compares, also with a whole list.</summary>
public sealed class ListedField : TextField
{
    internal ListedField(RunField field)
        : base(field)
    {
    }

    /// <summary>The text is one of those.</summary>
    /// <param name="values">One text or more.</param>
    /// <exception cref="ArgumentException">There is none, or MLflow's language has no way to write one of them.</exception>
    public RunFilter In(params IEnumerable<string> values) => Compare(RunComparison.In, values);

    /// <summary>The text is none of those.</summary>
    /// <param name="values">One text or more.</param>
    /// <exception cref="ArgumentException">There is none, or MLflow's language has no way to write one of them.</exception>
    public RunFilter NotIn(params IEnumerable<string> values) => Compare(RunComparison.NotIn, values);

    private RunFilter Compare(RunComparison comparison, IEnumerable<string> values)
    {
        string[] list = [.. values];
        if (list.Length == 0)
        {
            throw new ArgumentException($"{Field} is compared with a list that is empty.", nameof(values));
        }

        Array.ForEach(list, static value => FilterText.ListItem(value));
        return new(new ListCondition(Field, comparison, list));
    }
}
