namespace MlOps.Search;

/// <summary>A text that a filter compares.</summary>
public class TextField
{
    internal TextField(RunField field) => Field = field;

    internal RunField Field { get; }

    /// <summary>The text is exactly that.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">MLflow's language has no way to write the text.</exception>
    public RunFilter EqualTo(string value) => Compare(RunComparison.Equal, value);

    /// <summary>There is a text, and it is something else.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">MLflow's language has no way to write the text.</exception>
    public RunFilter NotEqualTo(string value) => Compare(RunComparison.NotEqual, value);

    /// <summary>The text matches a pattern, upper and lower case being different.</summary>
    /// <param name="pattern"><c>%</c> stands for any characters, <c>_</c> for one.</param>
    /// <exception cref="ArgumentException">MLflow's language has no way to write the pattern.</exception>
    public RunFilter Like(string pattern) => Compare(RunComparison.Like, pattern);

    /// <summary>The text matches a pattern, upper and lower case being the same.</summary>
    /// <param name="pattern"><c>%</c> stands for any characters, <c>_</c> for one.</param>
    /// <exception cref="ArgumentException">MLflow's language has no way to write the pattern.</exception>
    public RunFilter ILike(string pattern) => Compare(RunComparison.ILike, pattern);

    private RunFilter Compare(RunComparison comparison, string value)
    {
        FilterText.Quote(value);
        return new(new TextCondition(Field, comparison, value));
    }
}
