namespace MlOps.Cli.Lineage;

/// <summary>How one thing came from another.</summary>
internal enum LineageEdgeKind
{
    /// <summary>From data to the run that read it.</summary>
    Read,

    /// <summary>From a run to what it made.</summary>
    Produced,

    /// <summary>From a run to one inside it.</summary>
    Nested,
}

/// <summary>That something came from something.</summary>
/// <param name="From">The id of the earlier node.</param>
/// <param name="To">The id of the later node.</param>
/// <param name="Kind">How.</param>
internal sealed record LineageEdge(string From, string To, LineageEdgeKind Kind);

/// <summary>What something came from, and what came from it.</summary>
internal sealed class LineageGraph
{
    /// <summary>More than anybody looks at, and still drawn in a moment.</summary>
    public const int MostNodes = 1000;

    private readonly Dictionary<string, LineageNode> _byId = new(StringComparer.Ordinal);
    private readonly List<LineageNode> _nodes = [];
    private readonly HashSet<LineageEdge> _known = [];
    private readonly List<LineageEdge> _edges = [];
    private readonly List<LineageNode> _subjects = [];

    /// <summary>What was asked about.</summary>
    public IReadOnlyList<LineageNode> Subjects => _subjects;

    /// <summary>Everything, in the order in which it was found: the nearest first.</summary>
    public IReadOnlyList<LineageNode> Nodes => _nodes;

    public IReadOnlyList<LineageEdge> Edges => _edges;

    /// <summary>Whether there is more than this shows.</summary>
    public bool IsCut { get; set; }

    public bool Contains(string id) => _byId.ContainsKey(id);

    public LineageNode this[string id] => _byId[id];

    public bool AddSubject(LineageNode node)
    {
        if (!Add(node.Id, () => node))
        {
            return false;
        }

        _subjects.Add(_byId[node.Id]);
        return true;
    }

    /// <summary>Adds a node unless it is there.</summary>
    /// <returns>Whether it is there now; not when the graph is full, or nothing is known of it.</returns>
    public bool Add(string id, Func<LineageNode?> make)
    {
        if (_byId.ContainsKey(id))
        {
            return true;
        }

        if (_nodes.Count == MostNodes)
        {
            IsCut = true;
            return false;
        }

        if (make() is not { } node)
        {
            return false;
        }

        _byId.Add(id, node);
        _nodes.Add(node);
        return true;
    }

    public void Link(string from, string to, LineageEdgeKind kind)
    {
        var edge = new LineageEdge(from, to, kind);
        if (_known.Add(edge))
        {
            _edges.Add(edge);
        }
    }

    /// <summary>The first digits of an id or a digest.</summary>
    public static string Short(string digits) => digits.Length > 8 ? digits[..8] : digits;

    public static string NameOf(LineageEdgeKind kind) => kind switch
    {
        LineageEdgeKind.Read => "read",
        LineageEdgeKind.Produced => "produced",
        _ => "nested",
    };
}
