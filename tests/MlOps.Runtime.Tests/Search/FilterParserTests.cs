using CsCheck;
using MlOps.Search;

namespace MlOps.Tests.Search;

public sealed class FilterParserTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  \n", "")]
    [InlineData("metrics.a>1", "metrics.a > 1")]
    [InlineData("metric.a >= -1.5e-3 and param.b != \"x\"", "metrics.a >= -0.0015 AND params.b != 'x'")]
    [InlineData("parameters.a='x' AND parameter.b LIKE 'y%' AND tag.c ilike '_'", "params.a = 'x' AND params.b LIKE 'y%' AND tags.c ILIKE '_'")]
    [InlineData("status = 'FAILED'", "attributes.status = 'FAILED'")]
    [InlineData("attr.status != 'FAILED' AND run.user_id = 'ada'", "attributes.status != 'FAILED' AND attributes.user_id = 'ada'")]
    [InlineData("attributes.Created < 5 AND `run name` = 'n'", "attributes.start_time < 5 AND attributes.run_name = 'n'")]
    [InlineData("attributes.`Run name` = 'n'", "attributes.run_name = 'n'")]
    [InlineData("tags.mlflow.source.type = 'LOCAL'", "tags.`mlflow.source.type` = 'LOCAL'")]
    [InlineData("metrics.`val/loss` < .5 AND metrics.\"a b\" < 1.", "metrics.`val/loss` < 0.5 AND metrics.`a b` < 1")]
    [InlineData("`metrics`.`a` = 0", "metrics.a = 0")]
    [InlineData("run_id IN ('a','b') AND attributes.run_id not in (\"c\")", "attributes.run_id IN ('a', 'b') AND attributes.run_id NOT IN ('c')")]
    [InlineData("dataset.name = 'iris' and datasets.context IN ('training')", "datasets.name = 'iris' AND datasets.context IN ('training')")]
    [InlineData("params.a is null AND tags.b IS NOT NULL", "params.a IS NULL AND tags.b IS NOT NULL")]
    [InlineData("params.and = 'and' AND params.имя = 'ключ'", "params.and = 'and' AND params.`имя` = 'ключ'")]
    public void AFilterIsReadInAllItsSpellings(string text, string expected) => Assert.Equal(expected, RunFilter.Parse(text).ToString());

    [Theory]
    [InlineData("params.p = 'it''s'", "it''s")]
    [InlineData(@"params.p = 'it\'s'", @"it\'s")]
    [InlineData(@"params.p = 'C:\'", @"C:\")]
    [InlineData("params.p = \"it's\"", "it's")]
    [InlineData("params.p = ''", "")]
    [InlineData("params.p = '' AND params.q = ''", "")]
    [InlineData("params.p = 'a\nb'", "a\nb")]
    public void ATextIsWhatMlflowTakesItFor(string text, string expected) =>
        Assert.Equal(expected, Assert.IsType<TextCondition>(RunFilter.Parse(text).Conditions[0]).Value);

    [Theory]
    [InlineData("metrics.a > '1'", 12, "a number, without quotes")]
    [InlineData("metrics.a LIKE 'x'", 10, "not compared by LIKE, only by =, !=, >, >=, <, <=")]
    [InlineData("metrics.a IS NULL", 10, "not compared by IS NULL")]
    [InlineData("params.a = 1", 11, "between quotes, like '1'")]
    [InlineData("params.a = x", 11, "between quotes, like 'x'")]
    [InlineData("params.a > '1'", 9, "params.a is not compared by >")]
    [InlineData("params.a == '1'", 9, "equal is =")]
    [InlineData("params.a <> '1'", 9, "not equal is !=")]
    [InlineData("params.a NOT LIKE '1'", 9, "A comparison is missing")]
    [InlineData("param.a = '1' OR param.b = '2'", 14, "no OR and no parentheses")]
    [InlineData("(param.a = '1')", 0, "no parentheses")]
    [InlineData("NOT param.a = '1'", 0, "!= is the contrary of =")]
    [InlineData("params.a = '1' params.b = '2'", 15, "joined by AND")]
    [InlineData("params.a = '1' AND", 18, "A field is missing")]
    [InlineData("params.a = '1", 11, "no ' at its end")]
    [InlineData("params.a", 8, "A comparison is missing")]
    [InlineData("params.a =", 10, "between quotes")]
    [InlineData("params.a IS 1", 9, "A comparison is missing")]
    [InlineData("params.a IS NOT 1", 16, "NULL is missing")]
    [InlineData("Params.a = '1'", 0, "in small letters")]
    [InlineData("lr = '1'", 0, "as in params.lr")]
    [InlineData("datasets.source = '1'", 0, "only name, digest, context")]
    [InlineData("params.2nd = '1'", 0, "between backticks")]
    [InlineData("metrics.val/loss < 1", 11, "between backticks")]
    [InlineData("metrics.val-loss < 1", 11, "no number")]
    [InlineData("metrics.`a < 1", 7, "means nothing here")]
    [InlineData("`metrics.a < 1", 0, "backtick that closes")]
    [InlineData("metrics.a < 1e+5", 12, "without a plus sign")]
    [InlineData("metrics.a < +5", 12, "without a plus sign")]
    [InlineData("metrics.a < NaN", 12, "a number")]
    [InlineData("start_time > '2026-01-01'", 13, "milliseconds since 1970")]
    [InlineData("status IN ('a')", 7, "not compared by IN")]
    [InlineData("run_id IN 'a'", 10, "begins with a parenthesis")]
    [InlineData("run_id IN ()", 11, "at least one")]
    [InlineData("run_id IN ('a',)", 15, "at least one")]
    [InlineData("run_id IN ('a'", 14, "no ) at its end")]
    [InlineData(@"run_id IN ('a\n')", 11, "as Python does")]
    [InlineData("metrics.a = 1;", 13, "';' means nothing here")]
    [InlineData("params.`` = 'x'", 0, "The key is empty")]
    public void WhatIsWrongIsToldWithItsPlaceAndItsCure(string text, int position, string expected)
    {
        var problem = Assert.Throws<RunFilterException>(() => RunFilter.Parse(text));
        Assert.Contains(expected, problem.Message);
        Assert.Equal(position, problem.Position);
    }

    [Fact]
    public void TheMessageShowsThePlace() => Assert.Equal(
        "The filter cannot be read: MLflow knows no ==: equal is =, not equal is !=. (at character 10: == '1')",
        Assert.Throws<RunFilterException>(() => RunFilter.Parse("params.a == '1'")).Message);

    [Fact]
    public void AFilterThatIsTooLongIsRefused()
    {
        Assert.Contains("More than 200 conditions", Assert.Throws<RunFilterException>(() => RunFilter.Parse(string.Join(" AND ", Enumerable.Repeat("metrics.a = 1", 201)))).Message);
        Assert.Contains("at most 100,000", Assert.Throws<RunFilterException>(() => RunFilter.Parse(new string(' ', 100_001))).Message);
    }

    [Theory]
    [InlineData("metrics.a", "metrics.a ASC")]
    [InlineData("metrics.`a b` desc", "metrics.`a b` DESC")]
    [InlineData("start_time ASC", "attributes.start_time ASC")]
    [InlineData("attribute.created DESC", "attributes.start_time DESC")]
    [InlineData("tags.mlflow.user", "tags.`mlflow.user` ASC")]
    public void AnOrderIsReadInAllItsSpellings(string text, string expected) => Assert.Equal(expected, Assert.Single(RunOrder.Parse([text])).ToString());

    [Theory]
    [InlineData("metrics.a down", "ASC, DESC or nothing")]
    [InlineData("metrics.a DESC, metrics.b", "several orders")]
    [InlineData("datasets.name", "not by data sets")]
    [InlineData("", "A field is missing")]
    [InlineData("loss DESC", "as in params.loss")]
    public void AnOrderThatIsNoneIsRefused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<RunFilterException>(() => RunOrder.Parse([text])).Message);

    [Fact]
    public void OneFieldIsSortedByOnce() =>
        Assert.Contains("already", Assert.Throws<RunFilterException>(() => RunOrder.Parse(["created", "attributes.start_time DESC"])).Message);

    [Fact]
    public void WhatAFilterWritesIsReadAsTheSameFilter() => Gen.OneOf(
        Gen.Select(Key, Gen.Double[-1e300, 1e300], static (key, value) => RunFilter.Metric(key).GreaterThan(value)),
        Gen.Select(Key, Value, static (key, value) => RunFilter.Param(key).EqualTo(value)),
        Gen.Select(Key, Value, static (key, value) => RunFilter.Tag(key).NotEqualTo(value)),
        Key.Select(static key => RunFilter.Tag(key).IsMissing()),
        Value.Select(static value => RunFilter.RunName.Like(value)),
        Gen.String[Gen.Char.AlphaNumeric, 0, 8].Array[1, 3].Select(static values => RunFilter.DatasetName.NotIn(values))).Array[1, 5].Sample(static parts =>
        {
            var filter = parts.Aggregate(RunFilter.All, static (sum, part) => sum.And(part));
            var read = RunFilter.Parse(filter.ToString());
            Assert.Equal(filter.ToString(), read.ToString());
            Assert.Equal(filter.Conditions.OfType<TextCondition>(), read.Conditions.OfType<TextCondition>());
            Assert.Equal(filter.Conditions.OfType<NumberCondition>(), read.Conditions.OfType<NumberCondition>());
        });

    [Fact]
    public void NoTextMakesTheReaderFailInAnotherWay() =>
        Gen.String[Gen.Char["metricsparamtagsrun_id.`'\"()<>=!, ANDLIKEINOTULS019-+eé\\;\n"], 0, 40].Sample(static text =>
        {
            try
            {
                _ = RunFilter.Parse(text).ToString();
            }
            catch (RunFilterException problem)
            {
                Assert.InRange(problem.Position, 0, text.Length);
            }
            catch (ArgumentException)
            {
                // The reader takes texts that the writer cannot write, as MLflow does.
            }
        });

    private static Gen<string> Key => Gen.String[Gen.Char["ab1_./- :é"], 1, 6];

    // What the language can write: one kind of quotes, no backslash at the end.
    private static Gen<string> Value => Gen.Select(Gen.String[Gen.Char["ab'\\%_ é\n\t0"], 0, 8], Gen.Bool, static (text, isDouble) =>
        (isDouble ? text.Replace('\'', '"') : text).TrimEnd('\\'));
}
