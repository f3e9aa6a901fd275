using MlOps.Store;

namespace MlOps.Cli.Lineage;

/// <summary>
/// Follows what something came from, and what came from it; never back and forth, since by way of a popular data set that
/// would lead to every run there is.
/// </summary>
internal sealed class LineageWalk
{
    private readonly LineageSource _source;
    private readonly int _depth;
    private readonly LineageGraph _graph = new();
    private readonly Dictionary<string, Follow> _followed = new(StringComparer.Ordinal);
    private readonly Queue<(RecordedRun Run, Follow What, int Distance)> _next = new();

    private LineageWalk(LineageSource source, int depth) => (_source, _depth) = (source, depth);

    [Flags]
    private enum Follow
    {
        None = 0,
        Inputs = 1,
        Parents = 2,
        Products = 4,
        Nested = 8,
    }

    /// <param name="source">Where it is looked up.</param>
    /// <param name="subjects">What is asked about.</param>
    /// <param name="depth">How many steps away what is found may be.</param>
    public static LineageGraph From(LineageSource source, IReadOnlyList<LineageNode> subjects, int depth)
    {
        var walk = new LineageWalk(source, depth);
        foreach (var subject in subjects)
        {
            if (walk._graph.AddSubject(subject))
            {
                walk.Begin(subject);
            }
        }

        while (walk._next.TryDequeue(out var step))
        {
            walk.Step(step.Run, step.What, step.Distance);
        }

        return walk._graph;
    }

    private void Begin(LineageNode subject)
    {
        switch (subject)
        {
            case RunNode node:
                _next.Enqueue((node.Run, Follow.Inputs | Follow.Parents | Follow.Products | Follow.Nested, 0));
                break;
            case DataNode data:
                foreach (var run in _source.Reader.WithInput(data.Digest))
                {
                    Reach(run.RunId, subject.Id, RunNode.IdOf(run.RunId), LineageEdgeKind.Read, Follow.Parents | Follow.Products | Follow.Nested, 1);
                }

                break;
            case ArtifactNode artifact:
                Maker(artifact.RunId, subject.Id);
                break;
            case ModelNode { Model.RunId: { Length: > 0 } run }:
                Maker(run, subject.Id);
                break;
        }
    }

    private void Maker(string run, string product) =>
        Reach(run, RunNode.IdOf(run), product, LineageEdgeKind.Produced, Follow.Inputs | Follow.Parents | Follow.Nested, 1);

    private void Step(RecordedRun run, Follow what, int distance)
    {
        var done = _followed.GetValueOrDefault(run.RunId);
        var follow = what & ~done;
        _followed[run.RunId] = done | what;
        var id = RunNode.IdOf(run.RunId);
        if (follow.HasFlag(Follow.Parents) && run.ParentRunId is { } parent)
        {
            Reach(parent, RunNode.IdOf(parent), id, LineageEdgeKind.Nested, what & (Follow.Inputs | Follow.Parents), distance + 1);
        }

        if (follow.HasFlag(Follow.Inputs))
        {
            foreach (var digest in _source.Reader.InputsOf(run.RunId).Select(static input => input.Digest).Distinct(StringComparer.Ordinal))
            {
                Leaf(DataNode.IdOf(digest), () => _source.Data(digest), DataNode.IdOf(digest), id, LineageEdgeKind.Read, distance + 1);
            }
        }

        if (follow.HasFlag(Follow.Products))
        {
            Products(run, id, distance + 1);
        }

        if (follow.HasFlag(Follow.Nested))
        {
            foreach (var child in _source.NestedIn(run.RunId))
            {
                Reach(child, id, RunNode.IdOf(child), LineageEdgeKind.Nested, what & ~Follow.Parents, distance + 1);
            }
        }
    }

    private void Products(RecordedRun run, string id, int distance)
    {
        foreach (var model in _source.Models.Where(model => model.RunId == run.RunId).Select(static model => new ModelNode(model)))
        {
            Leaf(model.Id, () => model, id, model.Id, LineageEdgeKind.Produced, distance);
        }

        foreach (var artifact in _source.Reader.ArtifactsOf(run.RunId).Paths.Select(path => new ArtifactNode(run.RunId, path)))
        {
            Leaf(artifact.Id, () => artifact, id, artifact.Id, LineageEdgeKind.Produced, distance);
        }
    }

    // A run that the store no longer has is left out, and what would lead on from it.
    private void Reach(string run, string from, string to, LineageEdgeKind kind, Follow what, int distance)
    {
        if (Leaf(RunNode.IdOf(run), () => _source.Run(run), from, to, kind, distance) && (_followed.GetValueOrDefault(run) | what) != _followed.GetValueOrDefault(run))
        {
            _next.Enqueue((((RunNode)_graph[RunNode.IdOf(run)]).Run, what, distance));
        }
    }

    private bool Leaf(string id, Func<LineageNode?> make, string from, string to, LineageEdgeKind kind, int distance)
    {
        if (distance > _depth)
        {
            _graph.IsCut |= !_graph.Contains(id);
            return false;
        }

        if (!_graph.Add(id, make))
        {
            return false;
        }

        _graph.Link(from, to, kind);
        return true;
    }
}
