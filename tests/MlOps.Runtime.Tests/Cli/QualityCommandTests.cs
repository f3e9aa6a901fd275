using System.Text.Json;

namespace MlOps.Tests.Cli;

/// <summary><c>mlops quality</c> and <c>mlops summary</c> as programs use them.</summary>
public sealed class QualityCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TypesAreInferredAsEvidentlyDoesUnlessTheyAreSaid()
    {
        Write("typed.csv", "few,many,note,city\n" + string.Concat(Enumerable.Range(0, 40).Select(static row => $"{row % 3},{row},text {row},{(row % 2 == 0 ? "Rome" : "Oslo")}\n")));
        Assert.Equal(["cat", "num", "text", "cat"], Types(await Json(0, "summary", "typed.csv")));
        Assert.Equal(["num", "num", "cat", "cat"], Types(await Json(0, "summary", "typed.csv", "--types", "few=num,note=cat")));

        // Numbers that are levels have both.
        var few = (await Json(0, "summary", "typed.csv")).GetProperty("columns")[0];
        Assert.Equal((0.975, 14), (few.GetProperty("mean").GetDouble(), few.GetProperty("levels")[0].GetProperty("count").GetInt32()));

        static IEnumerable<string?> Types(JsonElement summary) => summary.GetProperty("columns").EnumerateArray().Select(static column => Text(column, "type"));
    }

    [Fact]
    public async Task LabelsAreJudgedAgainstAReference()
    {
        Write("good.csv", "target,prediction\nspam,spam\nspam,spam\nham,ham\nham,ham\n");
        Write("bad.csv", "target,prediction\nspam,ham\nspam,spam\nham,ham\nham,spam\n");
        var same = await Json(0, "quality", "good.csv", "--reference", "good.csv");
        Assert.Equal(("classification", "spam", 1), (Text(same, "task"), Text(same, "positive_label"), same.GetProperty("metrics").GetProperty("accuracy").GetDouble()));
        Assert.All(same.GetProperty("checks").EnumerateArray(), static check => Assert.Equal("pass", Text(check, "status")));

        var worse = await Json(1, "quality", "bad.csv", "--reference", "good.csv");
        Assert.Equal("accuracy is 0.5, not equal to the reference 1 ± 0.2.", Text(worse.GetProperty("checks")[0], "text"));
        Assert.Equal("[[1,1],[1,1]]", JsonSerializer.Serialize(worse.GetProperty("confusion").GetProperty("values")));
    }

    [Fact]
    public async Task ProbabilitiesValuesAndRankingsAreToldApart()
    {
        Write("scored.csv", "target,p,y,score,user\n1,0.9,1.5,3,a\n0,0.2,2.5,2,a\n1,0.4,0.5,1,b\n");
        Assert.Equal(1, (await Json(0, "quality", "scored.csv", "--probability", "p")).GetProperty("metrics").GetProperty("roc_auc").GetDouble());
        Assert.Equal("regression", Text(await Json(0, "quality", "scored.csv", "--target", "y", "--prediction", "score"), "task"));
        var ranking = await Json(0, "quality", "scored.csv", "--user", "user", "--prediction", "score", "--k", "1");
        Assert.Equal(("ranking", 1), (Text(ranking, "task"), ranking.GetProperty("metrics").GetProperty("mrr").GetDouble()));
    }

    [Fact]
    public async Task ChecksOfYourOwnGoBeforeTheUsualOnes()
    {
        Write("rows.csv", "target,prediction\nspam,ham\nspam,spam\nham,ham\nham,ham\n");
        var met = await Json(0, "quality", "rows.csv", "--check", "accuracy gte 0.7", "--warn", "recall gte 0.9", "--reference", "rows.csv");
        Assert.Equal(["pass", "warn"], met.GetProperty("checks").EnumerateArray().Select(static check => Text(check, "status")));
        await Json(1, "quality", "rows.csv", "--check", "accuracy>0.8");
        await Json(0, "summary", "rows.csv", "--check", "row_count eq 4", "--check", "duplicated_rows eq reference", "--reference", "rows.csv");
        await Json(1, "summary", "rows.csv", "--check", "duplicated_rows eq 0");

        var wrong = await MlopsCommand.RunAsync(_folder.Root, "summary", "rows.csv", "--check", "no rows twice");
        Assert.Equal(2, wrong.Exit);
        Assert.StartsWith("mlops: A check is a metric, one of gt, gte, ", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AColumnThatIsNotThereIsToldWithThoseThatAre()
    {
        Write("rows.csv", "label,guess\na,b\n");
        var found = await MlopsCommand.RunAsync(_folder.Root, "quality", "rows.csv", "--target", "label");
        Assert.Equal((2, "mlops: rows.csv has no column 'prediction'; it has label, guess. Name it with --prediction.\n"), (found.Exit, found.Error));
    }

    [Fact]
    public async Task ProbabilitiesThatAreNoneHaveNoLogLossAndANote()
    {
        Write("rows.csv", "target,p\n1,1.7\n0,-0.4\n1,0.9\n0,0.1\n");
        var found = await Json(0, "quality", "rows.csv", "--probability", "p");
        Assert.Equal(JsonValueKind.Null, found.GetProperty("metrics").GetProperty("log_loss").ValueKind);
        Assert.Equal(1, found.GetProperty("metrics").GetProperty("roc_auc").GetDouble());
        Assert.Equal("2 of 4 rows have a probability that is not between 0 and 1: there is no log-loss of scores.", found.GetProperty("notes")[0].GetString());
    }

    [Fact]
    public async Task WhatARankingLeavesOutIsSaid()
    {
        Write("rows.csv", "target,prediction,user\n0,3,a\n0,2,a\n,1,b\n");
        var found = await Json(0, "quality", "rows.csv", "--user", "user");
        Assert.Equal(
            ["1 rows lack the user, the relevance or the score and are left out.", "1 users have no relevant item, and are left out: no order could please them.", "No user has a relevant item: there is nothing to judge."],
            found.GetProperty("notes").EnumerateArray().Select(static note => note.GetString()));
    }

    [Theory]
    [InlineData("Column 'target' of numbers.csv would be one of numbers, but row 40 below the header has 'abc'. Correct it, or say --task classification.")]
    [InlineData("Column 'target' of numbers.csv is not one of numbers: row 40 below the header has 'abc'.", "--task", "regression")]
    [InlineData("--threshold takes a probability between 0 and 1; 7 is none.", "--threshold", "7")]
    [InlineData("--threshold takes a probability between 0 and 1; nan is none.", "--threshold", "nan")]
    [InlineData("The check of 'accuracy' is about a reference. Name one with --reference.", "--task", "classification", "--check", "accuracy gte reference")]
    public async Task WhatCannotBeJudgedIsToldInALine(string message, params string[] arguments)
    {
        Write("numbers.csv", "target,prediction\n" + string.Concat(Enumerable.Range(0, 39).Select(static row => $"{row}.5,{row}.25\n")) + "abc,3.5\n");
        var found = await MlopsCommand.RunAsync(_folder.Root, ["quality", "numbers.csv", .. arguments]);
        Assert.Equal(2, found.Exit);
        Assert.StartsWith($"mlops: {message}", found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALabelThatIsNotThereIsWrongUsage()
    {
        Write("rows.csv", "target,prediction\na,b\nb,b\n");
        var found = await MlopsCommand.RunAsync(_folder.Root, "quality", "rows.csv", "--positive", "c");
        Assert.Equal((2, "mlops: There is no label 'c' to be the positive one; there are 'a' and 'b'.\n"), (found.Exit, found.Error));
    }

    [Fact]
    public async Task NumbersAreLevelsWhenAsked()
    {
        Write("rows.csv", "code\n1\n2\n1\n");
        var summary = await Json(0, "summary", "rows.csv", "--types", "code=cat");
        Assert.Equal("cat", Text(summary.GetProperty("columns")[0], "type"));
    }

    [Fact]
    public async Task ASummaryTellsOfColumnsAndOfAll()
    {
        Write("rows.csv", "x,kind,x2\n1,a,2\n,b,3\n1,,4\n3,a,5\n");
        var summary = await Json(0, "summary", "rows.csv", "--correlations");
        Assert.Equal((4, 2), (summary.GetProperty("dataset").GetProperty("row_count").GetInt32(), summary.GetProperty("dataset").GetProperty("missing_values").GetInt32()));
        var columns = summary.GetProperty("columns");
        Assert.Equal((1.0, 3.0, 5.0), (columns[0].GetProperty("median").GetDouble(), columns[0].GetProperty("max").GetDouble(), columns[0].GetProperty("sum").GetDouble()));
        Assert.Equal("""[{"level":"a","count":2},{"level":"b","count":1}]""", JsonSerializer.Serialize(columns[1].GetProperty("levels")));
        Assert.Equal(["x", "x2"], summary.GetProperty("correlations").GetProperty("pearson").GetProperty("columns").EnumerateArray().Select(static name => name.GetString()));
        var found = await MlopsCommand.RunAsync(_folder.Root, "summary", "rows.csv");
        Assert.Equal((0, ""), (found.Exit, found.Error));
        Assert.Contains("a (2), b (1)", found.Output, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.Root, name), text);

    private async Task<JsonElement> Json(int exit, params string[] arguments)
    {
        var found = await MlopsCommand.RunAsync(_folder.Root, [.. arguments, "--json"]);
        Assert.Equal((exit, ""), (found.Exit, found.Error));
        using var document = JsonDocument.Parse(found.Output);
        return document.RootElement.Clone();
    }
}
