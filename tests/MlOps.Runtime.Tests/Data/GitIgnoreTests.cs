using CsCheck;
using MlOps.Data.Git;

namespace MlOps.Tests.Data;

/// <summary>Our small matcher beside the real <c>git check-ignore</c>.</summary>
public class GitIgnoreTests
{
    private static readonly string[] Paths = ["iris.csv", "data/iris.csv", "data/raw/iris.csv", "data/a[1].csv", "data/b c ", "foo/data/x", "!bang", "#hash", "a\\b"];

    [Theory]
    [InlineData("*.csv")]
    [InlineData("/iris.csv")]
    [InlineData("data/")]
    [InlineData("data")]
    [InlineData("/data/*\n!/data/raw/")]
    [InlineData("data/*.csv\n!iris.csv")]
    [InlineData("data/\n!data/iris.csv")]
    [InlineData("**/raw/*.csv")]
    [InlineData("data/**")]
    [InlineData("data/**/iris.csv")]
    [InlineData("**")]
    [InlineData("foo/**/x")]
    [InlineData("*\n!*/\n!*.csv")]
    [InlineData("data/a\\[1\\].csv")]
    [InlineData("data/a[[]1].csv")]
    [InlineData("[!a-h]ris.csv")]
    [InlineData("[]i]ris.csv")]
    [InlineData("[iris.csv")]
    [InlineData("i?is.csv")]
    [InlineData("data/?/iris.csv")]
    [InlineData("\\!bang\n\\#hash\n#iris.csv")]
    [InlineData("iris.csv   \r\n")]
    [InlineData("b\\ c\\ ")]
    [InlineData("b c ")]
    [InlineData("a\\\\b")]
    [InlineData("/")]
    [InlineData("da*a/i*s.csv")]
    [InlineData("data//iris.csv")]
    [InlineData("a**.csv")]
    [InlineData("\uFEFFiris.csv")]
    public void GitAgrees(string rules)
    {
        using var folder = Repository();
        folder.Write(".gitignore", rules);
        Assert.All(Paths, path => AssertSame(folder, path));
    }

    [Theory]
    [InlineData("iris.csv")]
    [InlineData("blank at the end ")]
    [InlineData("two  ")]
    [InlineData(" before")]
    [InlineData("a\\b")]
    [InlineData("end\\")]
    [InlineData("!#*?[x]")]
    [InlineData("tab\t")]
    public void EveryNameGetsALineThatGitUnderstands(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Such names cannot be made there.");
        using var folder = Repository();
        folder.Write(name, "");
        folder.Write("ab", "");
        var git = GitRepository.Find(folder.Root)!;
        Assert.True(GitIgnore.Needs(git, folder.PathOf(name)));
        GitIgnore.Add(folder.PathOf(name));
        Assert.False(GitIgnore.Needs(git, folder.PathOf(name)));
        Assert.Equal(".gitignore\nab\n", GitCommand.Run(folder.Root, "ls-files", "--others", "--exclude-standard"));
        GitIgnore.Remove(folder.PathOf(name));
        Assert.False(File.Exists(folder.PathOf(".gitignore")));
    }

    [Fact]
    public void TheFileNearestToTheDataDecides()
    {
        using var folder = Repository();
        folder.Write(".git/info/exclude", "*.bin\n*.csv\n");
        folder.Write(".gitignore", "!/iris.csv\n");
        folder.Write("data/.gitignore", "!*.csv\n/raw/iris.csv\n");
        folder.Write("data/raw/.gitignore", "");

        Assert.All((string[])[.. Paths, "x.bin"], path => AssertSame(folder, path));
        Assert.False(GitIgnore.IsIgnored(GitRepository.Find(folder.Root)!, folder.PathOf("data/iris.csv")));
        Assert.True(GitIgnore.IsIgnored(GitRepository.Find(folder.Root)!, folder.PathOf("data/raw/iris.csv")));
    }

    [Fact]
    public void GitAgreesOnRandomRules()
    {
        using var folder = Repository();
        string[] paths = ["a", "b", "ab", "a/a", "a/b", "b/a/b", "b/b/a", "ab/b", "b/ab"];
        var line = Gen.Select(
            OneOf("", "", "!", "/", "!/"),
            OneOf("*", "**", "***", "a", "b", "ab", "?", "??", "[ab]", "[!a]", "[^a]*", "*b", "a*", "*a*", "\\a").Array[1, 4],
            OneOf("", "", "/"),
            static (start, segments, end) => start + string.Join('/', segments) + end);
        line.Array[1, 4].Array[12].Sample(
            rules =>
            {
                // One process of git a batch: each set of rules lies in a folder of its own.
                for (var index = 0; index < rules.Length; index++)
                {
                    folder.Write($"{index}/.gitignore", string.Join('\n', rules[index]));
                }

                var asked = Enumerable.Range(0, rules.Length).SelectMany(index => paths.Select(path => $"{index}/{path}")).ToArray();
                var git = GitRepository.Find(folder.Root)!;
                var found = asked.Where(path => GitIgnore.IsIgnored(git, folder.PathOf(path)));
                Assert.Equal(Ignored(folder, asked).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public void AHostilePatternIsDecidedAtOnce()
    {
        var pattern = GitIgnorePattern.Parse(string.Concat(Enumerable.Repeat("**/*a*", 200)) + "b")!;
        Assert.False(pattern.Matches(Enumerable.Repeat(new string('a', 200), 20).ToArray(), folder: false));
    }

    [Theory]
    [InlineData("iris.csv")]
    [InlineData("a[1]!*#?.csv")]
    [InlineData("!x")]
    [InlineData("#x")]
    [InlineData("ünï 日本")]
    public void TheLineThatIsAddedMakesGitIgnoreTheFile(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not allow these names.");
        using var folder = Repository();
        var file = folder.Write("data/" + name, "x");
        var git = GitRepository.Find(folder.Root)!;
        Assert.True(GitIgnore.Needs(git, file));

        GitIgnore.Add(file);

        Assert.Equal(["data/" + name], Ignored(folder, ["data/" + name]));
        Assert.False(GitIgnore.Needs(git, file));
    }

    [Fact]
    public void ANameThatDvcsEscapingDoesNotCoverGetsItsLineOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not allow these names.");
        using var folder = Repository();
        var file = folder.Write("a\\b", "x");
        var git = GitRepository.Find(folder.Root)!;
        GitIgnore.Add(file);
        Assert.False(GitIgnore.Needs(git, file));
        Assert.False(GitIgnore.Needs(git, folder.Write("two\nlines", "x")));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static TempFolder Repository()
    {
        var folder = new TempFolder();
        GitCommand.Init(folder.Root);
        return folder;
    }

    private static void AssertSame(TempFolder folder, string path) => Assert.Equal(
        $"{path}: {Ignored(folder, [path]).Contains(path)}",
        $"{path}: {GitIgnore.IsIgnored(GitRepository.Find(folder.Root)!, folder.PathOf(path))}");

    private static HashSet<string> Ignored(TempFolder folder, string[] paths) =>
        [.. GitCommand.RunWith(folder.Root, string.Concat(paths.Select(static path => path + "\0")), "check-ignore", "--stdin", "-z", "--no-index")
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)];
}
