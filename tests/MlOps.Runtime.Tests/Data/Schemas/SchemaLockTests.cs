using CsCheck;
using MlOps.Data;
using MlOps.Data.Schemas;
using MlOps.Tests.Data.Csv;

namespace MlOps.Tests.Data.Schemas;

/// <summary>What a lock lets through, what it refuses, and what is written into it.</summary>
public sealed class SchemaLockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Lock => _folder.PathOf("iris.csv.schema.json");

    [Fact]
    public void ALockIsSmallReadableJsonInTheOrderOfTheFile()
    {
        var result = Apply(SchemaLockMode.Update, "sepal,\"spe\"\"cies\"\n5.1,\n");
        Assert.True(result.IsWritten);
        Assert.Equal(
            """
            {
              "version": 1,
              "columns": [
                { "name": "sepal", "type": "double", "nullable": false },
                { "name": "spe\"cies", "type": "string", "nullable": true }
              ]
            }

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(Lock));
    }

    [Fact]
    public void WhatFitsIsNotWrittenAgain()
    {
        Apply(SchemaLockMode.Update, "a,b\n1.5,x\n");
        // As git writes it on Windows, and as somebody likes it: it says the same.
        File.WriteAllText(Lock, File.ReadAllText(Lock).Replace("\n", "\r\n").Replace("{ ", "{"));
        var time = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Lock, time);
        foreach (var mode in Enum.GetValues<SchemaLockMode>())
        {
            Assert.False(Apply(mode, "b,a\ny,2.5\n").IsWritten);
            Assert.False(Apply(mode, "a,b\n1.5,x\n").IsWritten);
        }

        Assert.Equal(time, File.GetLastWriteTimeUtc(Lock));
    }

    [Theory]
    [InlineData("a,b\n2,x\n", "Double String")] // Whole numbers are numbers.
    [InlineData("a,b\n", "Double String")]
    [InlineData("b,a\ny,1.5\n", "String Double")]
    public void AFileThatFitsGetsTheTypesOfItsLock(string text, string types)
    {
        Apply(SchemaLockMode.Update, "a,b\n1.5,x\n");
        Assert.Equal(types, Types(Apply(SchemaLockMode.Verify, text)));
    }

    [Fact]
    public void AColumnThatMayBeBlankStaysSoWhereNoneIs()
    {
        Apply(SchemaLockMode.Update, "a,b\n,x\n1,y\n");
        Assert.Equal("Int64? String", Types(Apply(SchemaLockMode.Verify, "a,b\n1,x\n")));
    }

    [Theory]
    [InlineData("a,b\n1.5,x\n", "a,b\nwide,x\n", "column 'a' was double and is string, the first 'wide' in line 2")]
    [InlineData("a,b\n1,x\n", "a,b\n1,x\n2.5,x\n", "column 'a' was long and is double, the first '2.5' in line 3")]
    [InlineData("a,b\n1,x\n", "a\n1\n", "column 'b' (string) is gone")]
    [InlineData("a,b\n1,x\n", "a,b\n,x\n", "column 'a' was long and now has blank values, the first in line 2, which would be long?")]
    [InlineData("a,b\n1,x\n", "a,b\n1,\n", "column 'b' was string and now has blank values, the first in line 2, which would be string?")]
    [InlineData("a,b\n1,x\n", "a,b\n1,2\n", "column 'b' was string and is long")]
    [InlineData("a,b\n1,x\n", "a,b\n007,x\n", "column 'a' was long and is string")]
    [InlineData("a,b\n1,x\n", "c,b\n1,x\n", "column 'a' (long) is gone")]
    [InlineData("a,b\n2026-03-31,x\n", "a,b\n2026-03-31T12:30,x\n", "column 'a' was DateOnly and is DateTime")]
    [InlineData("a,a\n1,x\n", "a,a\n1,2\n", "column 'a' was string and is long")]
    public void WhatChangedIsRefusedInUpdateAndInVerifyAndCanBeAccepted(string before, string after, string words)
    {
        Apply(SchemaLockMode.Update, before);
        var locked = File.ReadAllText(Lock);
        foreach (var mode in new[] { SchemaLockMode.Update, SchemaLockMode.Verify })
        {
            var problem = Apply(mode, after).Problems[0];
            Assert.Equal(DatasetException.SchemaChanged, problem.Code);
            Assert.StartsWith("Data set 'iris.csv' is not what its schema lock '", problem.Message);
            Assert.Contains(words, problem.Message);
            Assert.EndsWith("If that is meant, run 'dotnet build -p:MlOpsAcceptSchema=true' and commit the lock; if not, correct the file.", problem.Message);
            Assert.Equal(locked, File.ReadAllText(Lock));
        }

        Assert.True(Apply(SchemaLockMode.Accept, after).IsWritten);
        Assert.Empty(Apply(SchemaLockMode.Verify, after).Problems);
    }

    [Fact]
    public void AcceptingKeepsWhatStillFits()
    {
        Apply(SchemaLockMode.Update, "a,b,c\n1.5,x,\n");
        Assert.Equal("Double Int64 String?", Types(Apply(SchemaLockMode.Accept, "a,b,c\n2,3,y\n")));
    }

    [Fact]
    public void ANewColumnIsAddedInUpdateAndAnErrorInVerify()
    {
        Apply(SchemaLockMode.Update, "a,b\n1,x\n");
        var problem = Assert.Single(Apply(SchemaLockMode.Verify, "a,c,b\n1,2.5,x\n").Problems);
        Assert.Equal(DatasetException.SchemaLockOutdated, problem.Code);
        Assert.Contains("column 'c' is new (double). Build on your machine", problem.Message);

        Assert.True(Apply(SchemaLockMode.Update, "a,c,b\n1,2.5,x\n").IsWritten);
        Assert.Equal("Int64 Double String", Types(Apply(SchemaLockMode.Verify, "a,c,b\n1,2.5,x\n")));
    }

    [Fact]
    public void AMissingLockIsAnErrorInVerify() =>
        Assert.Equal(DatasetException.SchemaLockOutdated, Assert.Throws<DatasetException>(() => Apply(SchemaLockMode.Verify, "a\n1\n")).Code);

    [Fact]
    public void TheValuesOfASensitiveFileAreInNoMessage()
    {
        Apply(SchemaLockMode.Update, "a\n1\n");
        using var file = new CsvFile("a\nsecret\n");
        var message = Assert.Single(SchemaLock.Apply(Lock, [Member(file, isSensitive: true)], SchemaLockMode.Update).Problems).Message;
        Assert.Contains("column 'a' was long and is string, the first in line 2", message);
        Assert.DoesNotContain("secret", message);
    }

    [Fact]
    public void AFileThatIsNoTableAnyMoreSaysWhy()
    {
        Apply(SchemaLockMode.Update, "a\n1\n");
        Assert.Contains("is no table as its schema lock", Assert.Single(Apply(SchemaLockMode.Accept, "a\n1,2\n").Problems).Message);
    }

    [Fact]
    public void TypesThatTheProjectGivesAreLockedToo()
    {
        using var file = new CsvFile("zip\n123\n");
        var given = new SchemaMember("iris.csv", file.Table, file.Table.ColumnsBy("lock|zip=string"), IsSensitive: false);
        Assert.Empty(SchemaLock.Apply(Lock, [given], SchemaLockMode.Update).Problems);
        Assert.Contains("\"string\"", File.ReadAllText(Lock));
        Assert.Empty(SchemaLock.Apply(Lock, [given], SchemaLockMode.Verify).Problems);
        Assert.Contains("was string and is long", Assert.Single(SchemaLock.Apply(Lock, [Member(file)], SchemaLockMode.Verify).Problems).Message);
        var other = given with { Columns = file.Table.ColumnsBy("zip=decimal") };
        Assert.Contains("was string and is decimal", Assert.Single(SchemaLock.Apply(Lock, [other], SchemaLockMode.Verify).Problems).Message);
    }

    [Fact]
    public void DataSetsThatShareALockHaveTheSameTypes()
    {
        using var train = new CsvFile("a,label\n1.5,x\n");
        using var test = new CsvFile("a,label\n2,\n");
        var result = SchemaLock.Apply(Lock, [Member(train), Member(test)], SchemaLockMode.Update);
        Assert.All(result.Columns, static columns => Assert.Equal("Double String?", CsvFile.Show(columns)));
        Assert.False(SchemaLock.Apply(Lock, [Member(test), Member(train)], SchemaLockMode.Update).IsWritten);
    }

    [Fact]
    public void AColumnThatOnlyOneOfThemHasIsAnErrorAtTheOther()
    {
        using var train = new CsvFile("a,label\n1.5,x\n");
        using var test = new CsvFile("a\n2\n");
        foreach (var mode in new[] { SchemaLockMode.Update, SchemaLockMode.Accept })
        {
            var problem = Assert.Single(SchemaLock.Apply(Lock, [Member(train), Member(test)], mode).Problems);
            Assert.Equal(1, problem.Member);
            Assert.Contains("column 'label' is missing", problem.Message);
            Assert.False(File.Exists(Lock));
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n\"version\": 1,\n\"columns\": [\n", 4)]
    [InlineData("[]", 0, "it has no \"version\"")]
    [InlineData("{\"version\": 2}", 0, "it is of version 2")]
    [InlineData("{\"version\": 1}", 0, "it has no \"columns\"")]
    [InlineData("{\"version\": 1, \"columns\": [1]}", 0, "no \"name\"")]
    [InlineData("{\"version\": 1, \"columns\": [{\"name\": \"a\", \"type\": \"text\"}]}", 0, "column 'a' has no \"type\" that is known; known are string, bool")]
    public void ALockThatCannotBeUnderstoodSaysWhy(string text, int line, string words = "it is no valid JSON")
    {
        File.WriteAllText(Lock, text);
        var problem = Assert.Throws<DatasetException>(() => Apply(SchemaLockMode.Update, "a\n1\n"));
        Assert.Equal((DatasetException.SchemaLockInvalid, line), (problem.Code, problem.Line));
        Assert.Contains(words, problem.Message);
    }

    [Fact]
    public void AGiganticOrDeepLockIsRefused()
    {
        foreach (var text in new[] { new string(' ', 2 * 1024 * 1024), new string('[', 100_000) })
        {
            File.WriteAllText(Lock, text);
            Assert.Equal(DatasetException.SchemaLockInvalid, Assert.Throws<DatasetException>(() => Apply(SchemaLockMode.Update, "a\n1\n")).Code);
        }
    }

    [Fact]
    public void AnyColumnsReadBackAsTheyWereWritten() =>
        Gen.Select(Gen.String[Gen.Char["a\"\\\n\u0000ü\u2028 "], 0, 5], Gen.Enum<DatasetColumnType>(), Gen.Bool).Array[0, 6].Sample(
            columns =>
            {
                var written = columns.Select(static column => new DatasetColumn(column.Item1, column.Item2, column.Item3)).ToArray();
                File.WriteAllText(Lock, SchemaLockFile.Format(written));
                return SchemaLockFile.Read(Lock, [])!.SequenceEqual(written);
            },
            iter: 500,
            threads: 1);

    [Fact]
    public void AnyFileFitsTheLockThatItWrote() =>
        Gen.String[Gen.Char["a1.-05"], 0, 3].Array[3].Array[0, 4].Sample(
            rows =>
            {
                File.Delete(Lock);
                var text = "x,y,x\n" + string.Concat(rows.Select(static row => string.Join(',', row) + "\n"));
                var first = Apply(SchemaLockMode.Update, text);
                var second = Apply(SchemaLockMode.Verify, text);
                return first.Problems.Count == 0 && second.Problems.Count == 0 && Types(first) == Types(second);
            },
            iter: 200,
            threads: 1);

    public void Dispose() => _folder.Dispose();

    private static SchemaMember Member(CsvFile file, bool isSensitive = false)
    {
        var table = file.Table;
        return new("iris.csv", table, table.Columns, isSensitive);
    }

    private static string Types(SchemaLockResult result) => CsvFile.Show(Assert.Single(result.Columns));

    private SchemaLockResult Apply(SchemaLockMode mode, string text)
    {
        using var file = new CsvFile(text);
        return SchemaLock.Apply(Lock, [Member(file)], mode);
    }
}
