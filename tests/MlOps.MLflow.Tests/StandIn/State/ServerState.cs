using System.Collections.Concurrent;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.StandIn.State;

/// <summary>All that a server holds. Requests are answered one at a time, so tests look at it between them.</summary>
internal sealed class ServerState
{
    private readonly OrderedDictionary<string, HeldExperiment> _experiments = [];
    private readonly OrderedDictionary<string, HeldRun> _runs = [];

    public ServerState() => _experiments.Add("0", new("0", "Default", Now()));

    public Lock Gate { get; } = new();

    public IReadOnlyCollection<HeldExperiment> Experiments => _experiments.Values;

    /// <summary>In the order they were created: one that nobody knows of is a ghost.</summary>
    public IReadOnlyCollection<HeldRun> Runs => _runs.Values;

    public SortedDictionary<string, HeldModel> RegisteredModels { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, HeldLoggedModel> LoggedModels { get; } = [];

    public ArtifactTree Artifacts { get; } = new();

    /// <summary>How often each path was called, whatever the answer.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = new();

    public static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public HeldExperiment? FindExperiment(string name) => Experiments.FirstOrDefault(experiment => experiment.Name == name);

    public HeldExperiment Experiment(string id) => _experiments.TryGetValue(id, out var experiment)
        ? experiment
        : throw ApiException.Missing($"No Experiment with id={id} exists");

    public HeldExperiment ActiveExperiment(string id)
    {
        var experiment = Experiment(id);
        return !experiment.IsDeleted
            ? experiment
            : throw ApiException.Invalid($"The experiment {id} must be in the 'active' state. Current state is deleted.");
    }

    public HeldExperiment AddExperiment(string name, string location)
    {
        var id = $"{_experiments.Count}";
        var experiment = location.Length == 0 ? new(id, name, Now()) : new HeldExperiment(id, name, Now()) { ArtifactLocation = location };
        _experiments.Add(id, experiment);
        return experiment;
    }

    public HeldRun Run(string id) => _runs.TryGetValue(id, out var run) ? run : throw ApiException.Missing($"Run with id={id} not found");

    public HeldRun ActiveRun(string id)
    {
        var run = Run(id);
        return !run.IsDeleted
            ? run
            : throw ApiException.Invalid($"The run {id} must be in the 'active' state. Current state is deleted.");
    }

    public HeldRun AddRun(HeldExperiment experiment)
    {
        var run = new HeldRun($"{Guid.NewGuid():n}", experiment);
        _runs.Add(run.Id, run);
        return run;
    }

    public HeldModel RegisteredModel(string name) => RegisteredModels.TryGetValue(name, out var model)
        ? model
        : throw ApiException.Missing($"Registered Model with name={name} not found");

    public HeldLoggedModel LoggedModel(string id) => LoggedModels.TryGetValue(id, out var model)
        ? model
        : throw ApiException.Missing($"Logged model with ID '{id}' not found.");
}
