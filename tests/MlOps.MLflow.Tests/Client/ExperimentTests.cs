using MlOps.MLflow;

namespace MlOps.Tests.MLflow.Client;

public sealed class ExperimentTests
{
    public static TheoryData<string> Servers => TestedServer.All;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task AnExperimentIsMadeFoundRenamedDeletedAndRestored(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var experiments = server.Client.Experiments;
        var name = TestedServer.NewName("iris – Überblick");

        var id = await experiments.CreateAsync(name, tags: [new("team", "vision")]);
        await experiments.SetTagAsync(id, "note", "two\nlines");
        var made = await experiments.GetByNameAsync(name);
        await experiments.RenameAsync(id, name + "-2");
        await experiments.DeleteAsync(id);
        var deleted = await experiments.GetAsync(id);
        await experiments.RestoreAsync(id);
        var restored = await experiments.GetAsync(id);

        Assert.Equal((id, name, true), (made.ExperimentId, made.Name, made.IsActive));
        Assert.Equal(("vision", "two\nlines"), (made.Tags["team"], made.Tags["note"]));
        Assert.NotNull(made.CreationTime);
        Assert.False(deleted.IsActive);
        Assert.Equal((name + "-2", true), (restored.Name, restored.IsActive));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ANameThatIsNobodysIsNotFoundAndThenMadeOnce(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var name = TestedServer.NewName("new");

        Assert.Null(await server.Client.Experiments.FindAsync(name));
        var first = await server.Client.Experiments.GetOrCreateAsync(name);
        var second = await server.Client.Experiments.GetOrCreateAsync(name);

        Assert.Equal(first.ExperimentId, second.ExperimentId);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task TheNameOfADeletedExperimentIsToldToBeTaken(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var name = TestedServer.NewName("gone");
        var id = await server.Client.Experiments.CreateAsync(name);
        await server.Client.Experiments.DeleteAsync(id);

        var refused = await Assert.ThrowsAsync<MlflowException>(() => server.Client.Experiments.GetOrCreateAsync(name));

        Assert.Contains("was deleted", refused.Message);
        Assert.Contains("restore", refused.Hint);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ASearchGoesThroughAllPages(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var prefix = TestedServer.NewName("page");
        for (var i = 0; i < 5; i++)
        {
            await server.Client.Experiments.CreateAsync($"{prefix}-{i}");
        }

        var found = await server.Client.Experiments.SearchAsync($"name LIKE '{prefix}%'", ["name ASC"], pageSize: 2).ToListAsync();

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{prefix}-{i}"), found.Select(static experiment => experiment.Name));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ATagIsDeletedWhereTheServerCanAndRefusedWhereItCannot(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var id = await server.Client.Experiments.CreateAsync(TestedServer.NewName("tags"), tags: [new("a", "1"), new("b", "2")]);

        if ((await server.Client.ProbeAsync()).CanDeleteExperimentTags)
        {
            await server.Client.Experiments.DeleteTagAsync(id, "a");
            Assert.Equal(["b"], (await server.Client.Experiments.GetAsync(id)).Tags.Keys);
        }
        else
        {
            var refused = await Assert.ThrowsAsync<MlflowException>(() => server.Client.Experiments.DeleteTagAsync(id, "a"));
            Assert.Equal(MlflowErrorCode.EndpointNotFound, refused.Code);
        }
    }

    [Theory]
    [InlineData("2.12.1", false)]
    [InlineData("3.11.2.dev0", true)]
    public async Task AServerTellsWhatItCanDo(string version, bool isThree)
    {
        await using var server = await TestedServer.StartAsync(version);

        var info = await server.Client.ProbeAsync();

        Assert.Equal((version, isThree, isThree, isThree, false), (info.Version, info.HasLoggedModels, info.HasPagedHistory, info.CanDeleteExperimentTags, info.HasWorkspaces));
    }
}
