using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MlOps.Tests.Cli;

/// <summary><c>mlops drift</c> and <c>mlops profile</c> as programs use them; in Evidently's mode on everything that was recorded from Evidently.</summary>
public sealed class DriftCommandTests : IDisposable
{
    private static readonly string s_recorded = Repository.PathOf("tests", "MlOps.Monitoring.Tests", "Conformance");
    private static readonly JsonElement[] s_cases =
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(s_recorded, "dataset_drift.json"))).RootElement.GetProperty("cases").EnumerateArray()];

    private readonly TempFolder _folder = new();

    public static TheoryData<int, string> Cases => [.. s_cases.Select(static (recorded, at) => (at, $"{Text(recorded, "dataset")}, {Text(recorded, "definition")}"))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task EvidentlysNumbersAndVerdicts(int at, string name)
    {
        var recorded = s_cases[at];
        var found = await Drift(recorded.GetProperty("dataset_drift").GetBoolean() ? 1 : 0, ArgumentsOf(recorded));

        var dataset = found.GetProperty("dataset");
        Assert.Equal(recorded.GetProperty("dataset_drift").GetBoolean(), dataset.GetProperty("drift").GetBoolean());
        Assert.Equal(recorded.GetProperty("drifted_count").GetDouble(), dataset.GetProperty("drifted").GetDouble());
        Assert.Equal(recorded.GetProperty("drifted_share").GetDouble(), dataset.GetProperty("share").GetDouble());
        var columns = found.GetProperty("columns").EnumerateArray().ToDictionary(static column => Text(column, "name"));
        foreach (var expected in recorded.GetProperty("columns").EnumerateArray())
        {
            var column = columns[Text(expected, "column")];
            var what = $"{name}: {Text(expected, "column")}";
            AreAlike(expected.GetProperty("score"), column.GetProperty("score"), what);
            Assert.True(expected.GetProperty("threshold").GetDouble() == column.GetProperty("threshold").GetDouble(), what);
            Assert.True(expected.GetProperty("drift").GetBoolean() == column.GetProperty("drift").GetBoolean(), what);
        }
    }

    /// <summary>One text in a column of numbers must not hide that they moved, on whichever side it is.</summary>
    [Theory]
    [InlineData("bad.csv", "moved.csv", 1, "1 of 1001 values of the reference, 'abc' in line 2, is no number.")]
    [InlineData("good.csv", "bad.csv", 0, "1 of 1001 values of the current side, 'abc' in line 2, is no number.")]
    [InlineData("good.csv", "movedandbad.csv", 1, "1 of 1001 values of the current side, 'abc' in line 2, is no number.")]
    [InlineData("good.csv", "halfbad.csv", 1, "1200 of 2200 values of the current side, the first 'abc' in line 2, are no numbers. Texts: 0 % in the reference, 54.55 % now.")]
    [InlineData("halfbad.csv", "movedandbad.csv", 1, "1200 of 2200 values of the reference, the first 'abc' in line 2, are no numbers. 1 of 1001 values of the current side, 'abc' in line 2, is no number. Texts: 54.55 % in the reference, 0.1 % now.", "--types", "x=num")]
    public async Task TextsAmongNumbersDoNotHideHowTheyMoved(string then, string now, int exit, string reason, params string[] options)
    {
        Write("good.csv", "x,y\n" + Numbers(0));
        Write("moved.csv", "x,y\n" + Numbers(300));
        Write("bad.csv", "x,y\nabc,0\n" + Numbers(0));
        Write("movedandbad.csv", "x,y\nabc,0\n" + Numbers(300));
        Write("halfbad.csv", "x,y\n" + Rows(1200, static _ => "abc,0") + Numbers(0));
        var column = (await Drift(exit, [then, now, .. options])).GetProperty("columns")[0];
        Assert.Equal(("num", "ks", reason), (Text(column, "type"), Text(column, "method"), Text(column, "reason")));
        var profiled = await MlopsCommand.RunAsync(_folder.Root, ["profile", then, .. options, "-o", "then.profile"]);
        Assert.Equal(then != "good.csv", profiled.Error.Contains("the first 'abc' in line 2, are no numbers", StringComparison.Ordinal) || profiled.Error.Contains("1 of 1001 values, 'abc' in line 2, is no number. What", StringComparison.Ordinal));
        var told = (await Drift(exit, ["then.profile", now, .. options])).GetProperty("columns")[0];
        Assert.Equal((column.GetProperty("score").GetDouble(), column.GetProperty("drift").GetBoolean()), (told.GetProperty("score").GetDouble(), told.GetProperty("drift").GetBoolean()));

        static string Numbers(double shift) => Rows(1000, row => string.Create(CultureInfo.InvariantCulture, $"{(row * 618.034 % 1000) + shift},0"));
    }

    /// <summary>The reference tells how the rows are read: codes stay codes where the rows happen to have digits only.</summary>
    [Fact]
    public async Task CodesOfDigitsOnlyAreCodes()
    {
        Write("then.csv", "code,y\n" + Rows(1000, static row => row % 10 == 0 ? "V57,0" : $"0{row % 50},0"));
        Write("now.csv", "code,y\n" + Rows(1000, static row => $"0{row % 50},0"));
        var column = (await Drift(1, "then.csv", "now.csv")).GetProperty("columns")[0];
        Assert.Equal("cat", Text(column, "type"));
        Assert.InRange(column.GetProperty("effect").GetDouble(), 0.05, 0.15); // Not 1, as of codes that one side writes in another way.
    }

    [Fact]
    public async Task AProfileTellsTheSameAsTheFileThatItIsOf()
    {
        Write("then.csv", "x,city,code\n" + Rows(300, static row => $"{row % 97},{(row % 3 == 0 ? "Rome" : "Oslo")},{row % 4}"));
        Write("now.csv", "x,city,code\n" + Rows(300, static row => $"{(row % 97) + 30},{(row % 2 == 0 ? "Rome" : "Oslo")},{row % 4}"));
        Assert.Equal((0, "then.csv.profile: 300 rows of 3 columns in "), await Profile("then.csv"));
        Assert.Equal((0, "now.profile: 300 rows of 3 columns in "), await Profile("now.csv", "-o", "now.profile"));

        var whole = await Drift(1, "then.csv", "now.csv");
        Assert.Equal(["x", "city"], whole.GetProperty("columns").EnumerateArray().Where(static column => column.GetProperty("drift").GetBoolean()).Select(static column => Text(column, "name")));
        Assert.Equal(whole.GetRawText(), (await Drift(1, "then.csv.profile", "now.csv")).GetRawText());
        Assert.Equal(whole.GetRawText(), (await Drift(1, "then.csv.profile", "now.profile")).GetRawText());
    }

    [Fact]
    public async Task PartsOfAFileMakeOneProfile()
    {
        Write("a.csv", "x,c\n" + Rows(200, static row => $"{row},a"));
        Write("b.csv", "x,c\n" + Rows(100, static row => $"{row},7"));
        Assert.Equal((0, "all.profile: 300 rows of 2 columns in "), await Profile("a.csv", "b.csv", "-o", "all.profile"));
    }

    [Fact]
    public async Task WhatIsSensitiveIsInNoProfileAndComparedAllTheSame()
    {
        Write("then.csv", "name\n" + Rows(100, static row => $"secret{row % 3}"));
        Write("now.csv", "name\n" + Rows(100, static row => $"secret{row % 2}"));
        await Profile("then.csv", "--sensitive", "name", "-o", "then.profile");

        Assert.DoesNotContain("secret", await File.ReadAllTextAsync(_folder.PathOf("then.profile"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var found = await Drift(1, "then.profile", "now.csv");
        Assert.DoesNotContain("secret", found.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no column 'nam' to hide. There are name, x.", "then.csv", "--sensitive", "nam")]
    [InlineData("There is no column 'name,x' to hide.", "then.csv", "--sensitive", "name,x")]
    [InlineData("Column 'name' of a profile is in the clear and cannot be hidden any more. Profile the file that it is of with --sensitive name.", "then.csv.profile", "--sensitive", "name", "-o", "new.profile")]
    [InlineData("'then.csv' is there and no profile; it would be lost. Name another file with -o, or delete it first.", "now.csv", "-o", "then.csv")]
    [InlineData("'now.csv' does not go with the files before it: A profile of 1 columns cannot be merged with one of 2.", "then.csv", "now.csv", "-o", "new.profile")]
    public async Task WhatCannotBeProfiledLeavesEverythingAsItIs(string message, params string[] arguments)
    {
        Write("then.csv", "name,x\n" + Rows(100, static row => $"secret{row % 3},{row}"));
        Write("now.csv", "x\n1\n");
        await Profile("then.csv");
        var before = await File.ReadAllBytesAsync(_folder.PathOf("then.csv.profile"), TestContext.Current.CancellationToken);

        var found = await MlopsCommand.RunAsync(_folder.Root, ["profile", .. arguments]);
        Assert.Equal(2, found.Exit);
        Assert.Contains(message, found.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.PathOf("then.csv.profile"), TestContext.Current.CancellationToken));
        Assert.StartsWith("name,x", await File.ReadAllTextAsync(_folder.PathOf("then.csv"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("new.profile")));
    }

    [Fact]
    public async Task ProfilesThatHideAlikeAreComparedAndMerged()
    {
        Write("then.csv", "name,code\n" + Rows(300, static row => $"secret{row % 3},{row % 4}"));
        Write("now.csv", "name,code\n" + Rows(300, static row => $"secret{row % 3},{row % 4}"));
        await Profile("then.csv", "--sensitive", "name", "--types", "code=cat");
        await Profile("now.csv", "--like", "then.csv.profile");
        var found = await Drift(0, "then.csv.profile", "now.csv.profile");
        Assert.All(found.GetProperty("columns").EnumerateArray(), static column => Assert.Equal(JsonValueKind.Null, column.GetProperty("reason").ValueKind));
        Assert.Equal((0, "all.profile: 600 rows of 2 columns in "), await Profile("then.csv.profile", "now.csv.profile", "-o", "all.profile"));
        Assert.DoesNotContain("secret", await File.ReadAllTextAsync(_folder.PathOf("all.profile"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9_000)]
    [InlineData(70_000)]
    public async Task AProfileOfManyNumbersIsComparedWithItsFile(int rows)
    {
        Write("many.csv", "x\n" + Rows(rows, static row => string.Create(CultureInfo.InvariantCulture, $"{row * 0.618034 % 1}")));
        await Profile("many.csv");
        await Drift(0, "many.csv.profile", "many.csv");
    }

    [Fact]
    public async Task AFileIsProfiledInMuchLessMemoryThanItsRowsTake()
    {
        // 114 MB, of which the rows alone would take 70 MB in memory, and twice that while a table of them grows.
        var rows = Encoding.UTF8.GetBytes(Rows(1 << 16, static row => string.Create(CultureInfo.InvariantCulture, $"{row * 0.37:F4},level{row % 977}")));
        await using (var file = File.Create(_folder.PathOf("large.csv")))
        {
            await file.WriteAsync("x,c\n"u8.ToArray(), TestContext.Current.CancellationToken);
            for (var block = 0; block < 90; block++)
            {
                await file.WriteAsync(rows, TestContext.Current.CancellationToken);
            }
        }

        var limited = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x3000000" }; // 48 MiB.
        var profiled = await MlopsCommand.RunAsync(_folder.Root, limited, "profile", "large.csv");
        Assert.True(profiled.Exit == 0, profiled.Error);
        Assert.StartsWith("large.csv.profile: 5898240 rows of 2 columns in ", profiled.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await MlopsCommand.RunAsync(_folder.Root, limited, "summary", "large.csv")).Exit); // So the limit is one.
    }

    [Fact]
    public async Task ThePageIsWrittenBesideTheAnswer()
    {
        Write("rows.csv", "x\n1\n2\n3\n");
        await Drift(0, "rows.csv", "rows.csv", "--html", "page.html");
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(_folder.PathOf("page.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHistoryGrowsAndTellsWhatChanged()
    {
        Write("then.csv", "x\n" + Rows(100, static row => $"{row}"));
        Write("now.csv", "x\n" + Rows(100, static row => $"{row + 90}"));
        await Drift(0, "then.csv", "then.csv", "--history", "all.json");
        var found = await MlopsCommand.RunAsync(_folder.Root, "drift", "then.csv", "now.csv", "--history", "all.json");

        Assert.Equal(1, found.Exit);
        Assert.Contains("since the last comparison", found.Output, StringComparison.Ordinal);
        Assert.Contains("no drift (ks)", found.Output, StringComparison.Ordinal);
        var past = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.PathOf("all.json"), TestContext.Current.CancellationToken)).RootElement.GetProperty("snapshots");
        Assert.Equal([false, true], past.EnumerateArray().Select(static snapshot => snapshot.GetProperty("report").GetProperty("dataset").GetProperty("drift").GetBoolean()));
        Assert.Equal(["then.csv", "now.csv"], past.EnumerateArray().Select(static snapshot => Text(snapshot, "name")));
    }

    [Theory]
    [InlineData(false, "--encoding", "latin1", "--reference-encoding", "utf-8")]
    [InlineData(true, "--encoding", "latin1")]
    public async Task EachSideMayBeEncodedInItsOwnWay(bool isMarked, params string[] arguments)
    {
        var rows = "city\n" + Rows(60, static row => row % 2 == 0 ? "K\u00f6ln" : "Oslo");
        var token = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(_folder.PathOf("then.csv"), rows, new UTF8Encoding(isMarked), token);
        await File.WriteAllTextAsync(_folder.PathOf("now.csv"), rows, Encoding.Latin1, token);
        foreach (var mode in new[] { "calibrated", "evidently" })
        {
            await Drift(0, ["then.csv", "now.csv", "--mode", mode, .. arguments]);
        }

        Assert.Equal(0, (await MlopsCommand.RunAsync(_folder.Root, ["quality", "now.csv", "--reference", "then.csv", "--target", "city", "--prediction", "city", .. arguments])).Exit);
    }

    [Fact]
    public async Task MethodsAndThresholdsAreOfAllColumnsOrOfOne()
    {
        Write("rows.csv", "x,y=z,c\n" + Rows(50, static row => $"{row},{row * 7 % 50},{row % 2}"));
        var columns = (await Drift(0, "rows.csv", "rows.csv", "--mode", "evidently", "--method", "wasserstein", "--method", "y=z=psi", "--threshold", "0.3", "--threshold", "x=0.2", "--types", "c=cat"))
            .GetProperty("columns").EnumerateArray().Select(static column => (Text(column, "name"), Text(column, "method"), column.GetProperty("threshold").GetDouble()));
        Assert.Equal([("x", "wasserstein", 0.2), ("y=z", "psi", 0.3), ("c", "z", 0.3)], columns);
    }

    [Theory]
    [InlineData(2, "There is no method 'kolmogorov'. There are ", "rows.csv", "rows.csv", "--method", "kolmogorov")]
    [InlineData(2, "--types takes pairs such as age=num,city=cat, each num, cat or text; 'number' is none.", "rows.csv", "rows.csv", "--types", "x=number")]
    [InlineData(2, "--threshold takes a number that is 0 or more, or pairs such as age=0.1; 'much' is none.", "rows.csv", "rows.csv", "--threshold", "x=much")]
    [InlineData(2, "'z' that is not in the data", "rows.csv", "rows.csv", "--types", "z=num")]
    [InlineData(2, "'-1' is none.", "rows.csv", "rows.csv", "--threshold", "-1")]
    [InlineData(2, "'x=0,1' is neither.", "rows.csv", "rows.csv", "--threshold", "x=0,1")]
    [InlineData(2, "--effect-floor takes a number that is 0 or more; '-1' is none.", "rows.csv", "rows.csv", "--effect-floor", "-1")]
    [InlineData(2, "--effect-floor takes a number that is 0 or more; 'NaN' is none.", "rows.csv", "rows.csv", "--effect-floor", "NaN")]
    [InlineData(2, "mlops: --num-threshold takes a number that is 0 or more; 'abc' is none. 'mlops", "rows.csv", "rows.csv", "--num-threshold", "abc")]
    [InlineData(2, "--level takes a share between 0 and 1; '5' is none.", "rows.csv", "rows.csv", "--level", "5")]
    [InlineData(2, "--drift-share takes a share between 0 and 1; 'half' is none.", "rows.csv", "rows.csv", "--drift-share", "half")]
    [InlineData(2, "--effect-floor is of the calibrated mode: Evidently has no such thing.", "rows.csv", "rows.csv", "--mode", "evidently", "--effect-floor", "0.1")]
    [InlineData(2, "--types says two things of 'x': num and cat.", "rows.csv", "rows.csv", "--types", "x=num,x=cat")]
    [InlineData(2, "--method says two things of all columns: ks and psi.", "rows.csv", "rows.csv", "--method", "ks", "--method", "psi")]
    [InlineData(2, "'chisquare' is no test of numbers. There are ks, wasserstein, ", "rows.csv", "rows.csv", "--num-method", "chisquare")]
    [InlineData(2, "'ks' is no test of levels. There are psi, ", "rows.csv", "rows.csv", "--cat-method", "ks", "--mode", "evidently")]
    [InlineData(2, "--html takes the name of a file; what is there is empty.", "rows.csv", "rows.csv", "--html", "")]
    [InlineData(3, "empty.csv' cannot be read as a history of comparisons: it is empty, or no file.", "rows.csv", "rows.csv", "--history", "empty.csv")]
    [InlineData(2, "--reference-encoding is one of utf-8, latin1, utf-16 and utf-16be; 'ebcdic' is not.", "rows.csv", "rows.csv", "--reference-encoding", "ebcdic")]
    [InlineData(2, "Must be one of: 'calibrated' 'evidently' 'mlops --help'", "rows.csv", "rows.csv", "--mode", "guess")]
    [InlineData(2, "--html rows.csv would overwrite what is compared. Name another file.", "rows.csv", "other.csv", "--html", "rows.csv")]
    [InlineData(3, "other.csv: there is no column that 'rows.csv' has, too, so nothing can be compared.", "rows.csv", "other.csv")]
    [InlineData(3, "ragged.csv(3): 3 fields where the header has 2.", "rows.csv", "ragged.csv")]
    [InlineData(3, "empty.csv: it is empty, without even a header. A table begins with a line of names.", "rows.csv", "empty.csv")]
    [InlineData(3, "blank.csv(1): its first line is empty. A table begins with a line of names.", "rows.csv", "blank.csv")]
    [InlineData(3, "latin1.csv(3): it is not UTF-8 text. Name its encoding, such as latin1, or save it as UTF-8.", "rows.csv", "latin1.csv")]
    [InlineData(3, "semicolons.csv(1): one column, called 'x;y'. Is the delimiter ';' and not ','?\n", "rows.csv", "semicolons.csv", "--delimiter", ",")]
    [InlineData(3, "utf16.csv(1): its names have zero bytes in them", "rows.csv", "utf16.csv")]
    [InlineData(3, "broken.parquet: it cannot be read as Parquet: ", "rows.csv", "broken.parquet")]
    [InlineData(3, "folder: it is a folder. Name a file in it.", "rows.csv", "folder")]
    [InlineData(3, "broken.json' cannot be read as a history of comparisons", "rows.csv", "rows.csv", "--history", "broken.json")]
    [InlineData(3, "rows.csv.profile: a profile has no rows", "rows.csv.profile", "rows.csv", "--mode", "evidently")]
    [InlineData(3, "Could not find file", "none.csv", "rows.csv")]
    public async Task WhatCannotBeComparedIsToldInALine(int exit, string message, params string[] arguments)
    {
        Write("rows.csv", "x,y\n1,2\n3,4\n");
        Write("ragged.csv", "x,y\n1,2\n3,4,5\n");
        Write("other.csv", "u,v\n1,2\n");
        Write("empty.csv", "");
        Write("blank.csv", "\n \n\n");
        Write("semicolons.csv", "x;y\n1;2\n");
        Write("broken.parquet", "PAR1 and nothing that Parquet is");
        Write("broken.json", "{}");
        await File.WriteAllBytesAsync(_folder.PathOf("latin1.csv"), Encoding.Latin1.GetBytes("x,y\n1,2\n3,\u00fc\n"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder.PathOf("utf16.csv"), Encoding.Unicode.GetBytes("x,y\n1,2\n"), TestContext.Current.CancellationToken);
        Directory.CreateDirectory(_folder.PathOf("folder"));
        await Profile("rows.csv");
        var found = await MlopsCommand.RunAsync(_folder.Root, ["drift", .. arguments]);

        Assert.Equal(exit, found.Exit);
        Assert.Contains(message, found.Error, StringComparison.Ordinal);
    }

    private static string[] ArgumentsOf(JsonElement recorded)
    {
        var data = Path.Combine(s_recorded, "data", Text(recorded, "dataset"));
        List<string> arguments = [Path.Combine(data, "reference.csv"), Path.Combine(data, "current.csv"), "--mode", "evidently"];
        if (Text(recorded, "definition") == "explicit")
        {
            var types = JsonDocument.Parse(File.ReadAllText(Path.Combine(data, "schema.json"))).RootElement.GetProperty("columns").EnumerateObject();
            arguments.AddRange(["--types", string.Join(',', types.Select(static column => $"{column.Name}={column.Value.GetString()}"))]);
        }

        if (recorded.TryGetProperty("options", out var options))
        {
            foreach (var name in new[] { "num_method", "cat_method", "num_threshold", "cat_threshold", "drift_share" })
            {
                arguments.AddRange([$"--{name.Replace('_', '-')}", options.GetProperty(name).ToString()]);
            }

            foreach (var (option, members) in new[] { ("--method", "per_column_method"), ("--threshold", "per_column_threshold") })
            {
                arguments.AddRange(options.GetProperty(members).EnumerateObject().SelectMany(member => new[] { option, $"{member.Name}={member.Value}" }));
            }
        }

        return [.. arguments];
    }

    /// <summary>At the tolerance of the README beside the recorded results: 1e-9 relative, absolute below 1e-3.</summary>
    private static void AreAlike(JsonElement expected, JsonElement actual, string what)
    {
        if (expected.ValueKind == JsonValueKind.String)
        {
            Assert.True(actual.ValueKind == JsonValueKind.String && expected.GetString() == actual.GetString(), what);
            return;
        }

        var (recorded, here) = (expected.GetDouble(), actual.GetDouble());
        var tolerance = Math.Abs(recorded) < 1e-3 ? 1e-9 : 1e-9 * Math.Abs(recorded);
        Assert.True(Math.Abs(recorded - here) <= tolerance, string.Create(CultureInfo.InvariantCulture, $"{what}: recorded {recorded:R}, here {here:R}."));
    }

    private static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(at => row(at) + "\n"));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private void Write(string name, string text) => _folder.Write(name, text);

    private async Task<JsonElement> Drift(int exit, params string[] arguments)
    {
        var found = await MlopsCommand.RunAsync(_folder.Root, ["drift", .. arguments, "--json"]);
        Assert.True(exit == found.Exit, found.Error);
        return JsonDocument.Parse(found.Output).RootElement;
    }

    /// <summary>The exit code, and what is said of the profile but its size.</summary>
    private async Task<(int Exit, string Said)> Profile(params string[] arguments)
    {
        var found = await MlopsCommand.RunAsync(_folder.Root, ["profile", .. arguments]);
        var size = found.Output.LastIndexOf(" in ", StringComparison.Ordinal) + " in ".Length;
        return (found.Exit, found.Output[..size]);
    }
}
