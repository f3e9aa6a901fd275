using System.Globalization;

namespace MlOps.Search;

/// <summary>Reads MLflow's filter language: comparisons, joined by <c>AND</c>.</summary>
internal sealed class FilterParser
{
    // The conditions of a search become one statement, whose depth SQLite limits.
    private const int MostConditions = 200;

    private readonly FilterScanner _scanner;
    private FilterToken _token;

    private FilterParser(string text)
    {
        _scanner = new FilterScanner("The filter cannot be read", text);
        _token = _scanner.Next();
    }

    /// <exception cref="RunFilterException">The text is no filter.</exception>
    public static RunFilter Parse(string text) => new(new FilterParser(text).Conditions());

    private List<RunCondition> Conditions()
    {
        var conditions = new List<RunCondition>();
        if (_token.Kind == FilterTokenKind.End)
        {
            return conditions;
        }

        while (true)
        {
            conditions.Add(Condition());
            if (_token.Kind == FilterTokenKind.End)
            {
                return conditions;
            }

            if (!_token.Is("AND"))
            {
                throw Error("Conditions are joined by AND, and by nothing else: MLflow's filters know no OR and no parentheses.");
            }

            if (conditions.Count == MostConditions)
            {
                throw Error($"More than {MostConditions} conditions are not read.");
            }

            Take();
        }
    }

    private RunCondition Condition()
    {
        if (_token.Kind == FilterTokenKind.Open || _token.Is("NOT"))
        {
            throw Error("MLflow's filters know no parentheses and no NOT: conditions are joined by AND, and != is the contrary of =.");
        }

        var field = FieldName.Read(_scanner, Take());
        var start = _token;
        var comparison = Comparison();
        if (!field.Comparisons.Contains(comparison))
        {
            throw _scanner.Error(start.Start, $"{field} is not compared by {FilterText.Word(comparison)}, only by {string.Join(", ", field.Comparisons.Select(FilterText.Word))}.");
        }

        return comparison switch
        {
            RunComparison.IsNull or RunComparison.IsNotNull => new NullCondition(field, comparison),
            RunComparison.In or RunComparison.NotIn => new ListCondition(field, comparison, List()),
            _ when field.IsNumber => new NumberCondition(field, comparison, Number(field)),
            _ => new TextCondition(field, comparison, Text(field)),
        };
    }

    private RunComparison Comparison()
    {
        var token = Take();
        return token switch
        {
            { Kind: FilterTokenKind.Comparison } => token.Text switch
            {
                "=" => RunComparison.Equal,
                "!=" => RunComparison.NotEqual,
                ">" => RunComparison.Greater,
                ">=" => RunComparison.GreaterOrEqual,
                "<" => RunComparison.Less,
                "<=" => RunComparison.LessOrEqual,
                _ => throw _scanner.Error(token.Start, $"MLflow knows no {token.Text}: equal is =, not equal is !=."),
            },
            _ when token.Is("LIKE") => RunComparison.Like,
            _ when token.Is("ILIKE") => RunComparison.ILike,
            _ when token.Is("IN") => RunComparison.In,
            _ when token.Is("NOT") && _token.Is("IN") => Then(RunComparison.NotIn),
            _ when token.Is("IS") && _token.Is("NULL") => Then(RunComparison.IsNull),
            _ when token.Is("IS") && _token.Is("NOT") => IsNot(),
            _ => throw _scanner.Error(token.Start, "A comparison is missing here: =, !=, >, >=, <, <=, LIKE, ILIKE, IN, NOT IN, IS NULL or IS NOT NULL. Keys with other than letters, digits and _ stand between backticks."),
        };
    }

    private RunComparison Then(RunComparison comparison)
    {
        Take();
        return comparison;
    }

    private RunComparison IsNot()
    {
        Take();
        return _token.Is("NULL") ? Then(RunComparison.IsNotNull) : throw Error("NULL is missing.");
    }

    private double Number(RunField field) => _token.Kind == FilterTokenKind.Number
        ? double.Parse(Take().Text, NumberStyles.Float, CultureInfo.InvariantCulture)
        : throw Error($"{field} is compared with a number, without quotes{(field.Entity == RunEntity.Attribute ? ": milliseconds since 1970" : "")}.");

    private string Text(RunField field) => _token.Kind == FilterTokenKind.Quoted
        ? Take().Text
        : throw Error($"{field} is compared with a text: write it between quotes, like '{(_token.Text.Length > 0 ? _token.Text : "text")}'.");

    private List<string> List()
    {
        Expect(FilterTokenKind.Open, "A list begins with a parenthesis: ('a', 'b').");
        var values = new List<string>();
        do
        {
            if (values.Count > 0)
            {
                Take();
            }

            if (_token.Kind != FilterTokenKind.Quoted)
            {
                throw Error("A list holds texts between quotes, and at least one: ('a', 'b').");
            }

            if (FilterText.IsNoListItem(_token.Text))
            {
                throw Error("MLflow reads the texts of a list as Python does: backslashes and quotes cannot be among them.");
            }

            values.Add(Take().Text);
        }
        while (_token.Kind == FilterTokenKind.Comma);
        Expect(FilterTokenKind.Close, "The list has no ) at its end.");
        return values;
    }

    private void Expect(FilterTokenKind kind, string problem)
    {
        if (Take() is var token && token.Kind != kind)
        {
            throw _scanner.Error(token.Start, problem);
        }
    }

    private FilterToken Take()
    {
        var token = _token;
        _token = token.Kind == FilterTokenKind.End ? token : _scanner.Next();
        return token;
    }

    private RunFilterException Error(string problem) => _scanner.Error(_token.Start, problem);
}
