using CsCheck;
using MlOps.Data;
using MlOps.Data.Config;

namespace MlOps.Tests.Data.Config;

public sealed class ConfigTextTests
{
    private static readonly Gen<string> Values = Gen.String[Gen.Char["ab,# ;='\"%\\/é]["], 0, 8].Where(static value => !(value.Contains('"') && value.Contains('\'')));

    private static readonly Gen<(string Section, string Key, string? Value)> Changes = Gen.Select(
        Gen.OneOf([.. new[] { "core", "cache", "remote \"a\"", "remote \"b, c\"", "db \"x\"" }.Select(static text => Gen.Const(text))]),
        Gen.OneOf([.. new[] { "url", "remote", "type" }.Select(static text => Gen.Const(text))]),
        Gen.OneOf(Values.Select(static value => (string?)value), Gen.Const((string?)null)));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two words", "two words")]
    [InlineData("", "\"\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData(" edge", "\" edge\"")]
    [InlineData("edge ", "\"edge \"")]
    [InlineData("a#b", "\"a#b\"")]
    [InlineData("say \"a\", b", "'say \"a\", b'")]
    [InlineData("it's", "it's")]
    [InlineData("it's \"a\" b", "\"\"\"it's \"a\" b\"\"\"")]
    [InlineData("'a' b", "\"'a' b\"")]
    [InlineData("a\nb", "\"\"\"a\nb\"\"\"")]
    [InlineData("C:\\data", "C:\\data")]
    public void ValuesAreQuotedAsConfigobjQuotesThem(string value, string expected)
    {
        Assert.Equal(expected, ConfigValue.Quote(value));
        Assert.Equal([value], ConfigValue.Read(expected)!.Value.Items);
    }

    [Fact]
    public void WhatIsSetIsReadAndWhatIsNotSetStays() => Changes.Array[1, 12].Sample(static changes =>
    {
        var text = ConfigText.Parse("config", "# first\n\n[core] # why\n  analytics = false # no\n[cache]\n");
        var expected = new Dictionary<(string, string), string> { [("core", "analytics")] = "false" };
        foreach (var (section, key, value) in changes)
        {
            text = value is null ? text.Without(section, key) : text.With(section, key, value);
            _ = value is null ? expected.Remove((section, key)) : Set(expected, section, key, value);
            var read = ConfigText.Parse("config", text.ToString());
            var found = read.Sections.SelectMany(static s => s.Entries, static (s, e) => (Key: (s.Name, e.Key), e.Value)).ToDictionary(static e => e.Key, static e => e.Value);
            if (found.Count != expected.Count || expected.Any(pair => found[pair.Key] != pair.Value) || !text.ToString().Contains("[core] # why\n  analytics = false # no\n"))
            {
                return false;
            }
        }

        return text.ToString().StartsWith("# first\n\n", StringComparison.Ordinal);
    }, iter: 2_000);

    [Fact]
    public void AnyTextIsReadOrRefusedAndChangesOnlyWhereAsked() => Gen.String[Gen.Char["[]=ab \n#'\",\r\t"], 0, 40].Sample(static text =>
    {
        try
        {
            var read = ConfigText.Parse("config", text);
            return read.ToString() == text && read.With("core", "remote", "x")["core"]!["remote"]!.Value == "x";
        }
        catch (DvcFormatException problem)
        {
            return problem.Line > 0;
        }
    }, iter: 20_000);

    [Theory]
    [InlineData("[core\n", 1)]
    [InlineData("\n[core]\nremote\n", 3)]
    [InlineData("remote = a\n", 1)]
    [InlineData("[core]\n[core]\n", 2)]
    [InlineData("[core]\na = 1\na = 2\n", 3)]
    [InlineData("[core]\na = \"open\n", 2)]
    [InlineData("[core]\na = '''open\n", 2)]
    [InlineData("[[core]]\n", 1)]
    public void WhatDvcCannotReadIsRefusedWithItsLine(string text, int line) =>
        Assert.Equal(line, Assert.Throws<DvcFormatException>(() => ConfigText.Parse("config", text)).Line);

    [Fact]
    public void ACommentStaysBehindAValueThatChanges() => Assert.Equal(
        "[core]\r\n  Remote = new   # the team's\r\n",
        ConfigText.Parse("config", "[core]\r\n  Remote=old   # the team's\r\n").With("core", "remote", "new").ToString().Replace("Remote= new", "Remote = new", StringComparison.Ordinal));

    private static bool Set(Dictionary<(string, string), string> all, string section, string key, string value)
    {
        all[(section, key)] = value;
        return true;
    }
}
