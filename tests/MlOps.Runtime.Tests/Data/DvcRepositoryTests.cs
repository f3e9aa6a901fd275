using MlOps.Data;


namespace MlOps.Tests.Data;

public class DvcRepositoryTests
{
    [Fact]
    public void TheNearestAncestorWithADvcFolderIsTheRepository()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.PathOf(".dvc"));
        Directory.CreateDirectory(folder.PathOf("inner", ".dvc"));
        var deep = Directory.CreateDirectory(folder.PathOf("inner", "a", "b")).FullName;

        Assert.Equal(folder.PathOf("inner"), DvcRepository.Find(deep)!.Root);
        Assert.Equal(folder.Root, DvcRepository.Find(folder.Root)!.Root);
    }

    [Fact]
    public void WithGitItIsMadeAtTheRootOfGit()
    {
        using var folder = new TempFolder();
        GitCommand.Init(folder.Root);
        var project = Directory.CreateDirectory(folder.PathOf("src", "project")).FullName;

        Assert.Equal(folder.Root, DvcRepository.FindOrCreate(project, project).Root);
        Assert.Equal("", GitCommand.Run(folder.Root, "status", "--short", ".dvc/tmp", ".dvc/cache"));
    }

    [Theory]
    [InlineData("project/data", "project")]
    [InlineData("project", "project")]
    [InlineData("elsewhere", "elsewhere")]
    [InlineData("project-2", "project-2")]
    public void WithoutGitItIsMadeInTheProjectOrBesideDataThatLiesOutsideOfIt(string data, string expected)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.PathOf("project"));
        var dataFolder = Directory.CreateDirectory(folder.PathOf(data)).FullName;

        var made = DvcRepository.FindOrCreate(dataFolder, folder.PathOf("project"));

        Assert.Equal(folder.PathOf(expected), made.Root);
        Assert.True(made.NoScm);
    }

    [Fact]
    public void FilesThatAreThereAreNeverWrittenOver()
    {
        using var folder = new TempFolder();
        folder.Write(".dvcignore", "mine");
        folder.Write(".dvc/config", "[cache]\n    dir = ../shared\n");

        DvcRepository.FindOrCreate(folder.Root, folder.Root);

        Assert.Equal("mine", File.ReadAllText(folder.PathOf(".dvcignore")));
        Assert.Equal("[cache]\n    dir = ../shared\n", File.ReadAllText(folder.PathOf(".dvc", "config")));
        Assert.Equal(2, Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task ManyWhoMakeItAtOnceMakeOne()
    {
        using var folder = new TempFolder();
        var token = TestContext.Current.CancellationToken;

        var roots = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => DvcRepository.FindOrCreate(folder.Root, folder.Root).Root, token)));

        Assert.Equal([folder.Root], roots.Distinct());
        Assert.Equal([folder.PathOf(".dvc")], Directory.GetDirectories(folder.Root));
        Assert.Equal("[core]\n    no_scm = True\n", await File.ReadAllTextAsync(folder.PathOf(".dvc", "config"), token));
    }

    [Theory]
    [InlineData("[cache]\n    dir = ../../shared\n", null, "../shared")]
    [InlineData("['remote \"s\"']\n    url = x\n[cache]\ndir = \"my cache\" # note\n", null, ".dvc/my cache")]
    [InlineData("[cache]\n    dir = ../a\n", "[cache]\n    dir = ../b # local\n", "b")]
    [InlineData("[other]\n    dir = ../a\n# [cache]\n# dir = ../b\n", null, ".dvc/cache")]
    [InlineData("", null, ".dvc/cache")]
    public void TheCacheLiesWhereTheConfigurationSays(string config, string? local, string expected)
    {
        using var folder = new TempFolder();
        folder.Write(".dvc/config", config);
        if (local is not null)
        {
            folder.Write(".dvc/config.local", local);
        }

        Assert.Equal(Path.GetFullPath(folder.PathOf(expected)), DvcRepository.Find(folder.Root)!.Cache.Folder);
    }
}
