using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>
/// Spells out what of a value is logged: a scalar itself, or the scalar members of an options or result type, and those of its
/// members in turn, under dotted keys. Ends at <see cref="MaxDepth"/> levels, at types that contain themselves, and at
/// <see cref="MaxValues"/> values.
/// </summary>
/// <param name="leaf">Makes a node of one scalar: its key, its type, and what reads it; <see langword="null"/> to leave it out.</param>
/// <param name="names">Names that are taken in the generated method.</param>
internal sealed class Flattening(Func<string, ITypeSymbol, string, bool, LoggedNode?> leaf, HashSet<string> names)
{
    /// <summary>Levels of members below a parameter or result.</summary>
    public const int MaxDepth = 4;

    /// <summary>Values of one method: MLflow takes as many params at once.</summary>
    public const int MaxValues = 100;

    private readonly List<ITypeSymbol> _path = [];
    private int _count;

    /// <summary>What had to be left out, and why.</summary>
    public List<(string Path, string Reason)> Cuts { get; } = [];

    /// <summary>What is logged, one by one, and where it is read from: <c>options.Rate</c>.</summary>
    public List<(string Path, LoggedNode Node)> Leaves { get; } = [];

    /// <summary>What is logged of one parameter or result.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="expression">Reads the value.</param>
    /// <param name="key">The key of a scalar, and what the keys of members begin with.</param>
    /// <param name="prefix">What stands before the keys of members; empty for results.</param>
    /// <param name="marks">What our attributes say about it.</param>
    public IEnumerable<LoggedNode> Of(ITypeSymbol type, string expression, string key, string prefix, Marks marks) =>
        Value(type, expression, expression, key, prefix, marks, isRoot: true);

    private IEnumerable<LoggedNode> Value(ITypeSymbol type, string expression, string path, string key, string prefix, Marks marks, bool isRoot)
    {
        if (marks.IsNotLogged)
        {
            return [];
        }

        type = Scalars.Constraint(type) ?? type;
        if (marks.IsSensitive || Scalars.IsScalar(type) || Scalars.IsTypeParameter(type))
        {
            return Leaf(type, expression, path, key, marks.IsSensitive);
        }

        var underlying = Scalars.UnderNullable(type) ?? type;
        if (!IsReadable(underlying))
        {
            return [];
        }

        if (WhyCut(underlying) is { } reason)
        {
            Cuts.Add((path, reason));
            return [];
        }

        _path.Add(underlying);
        var nodes = Members(type, underlying, expression, path, prefix, isRoot);
        _path.RemoveAt(_path.Count - 1);
        return nodes;
    }

    private IEnumerable<LoggedNode> Leaf(ITypeSymbol type, string expression, string path, string key, bool isSensitive)
    {
        if (leaf(key, type, expression, isSensitive) is not { } node)
        {
            return [];
        }

        if (++_count <= MaxValues)
        {
            Leaves.Add((path, node));
            return [node];
        }

        if (_count == MaxValues + 1)
        {
            Cuts.Add((path, $"a run takes {MaxValues} values of a call, and it and what follows would be more"));
        }

        return [];
    }

    private LoggedNode[] Members(ITypeSymbol type, ITypeSymbol underlying, string expression, string path, string prefix, bool isRoot)
    {
        var mayBeNull = type.IsReferenceType || !SymbolEqualityComparer.Default.Equals(type, underlying);
        var local = mayBeNull && !isRoot ? Local(path) : null;
        var access = local ?? (mayBeNull && !type.IsReferenceType ? expression + ".Value" : expression);
        var children = ReadableMembers.Of(underlying)
            .SelectMany(member =>
            {
                var key = prefix + member.Marks.KeyOf(member.Name);
                var name = Names.ToIdentifier(member.Name);
                return Value(member.Type, $"{access}.{name}", $"{path}.{member.Name}", key, key + ".", member.Marks, isRoot: false);
            })
            .ToArray();
        return mayBeNull && children.Length > 0
            ? [new LoggedNode(LoggedKind.Guarded, "", expression, local, children.ToEquatableArray())]
            : children;
    }

    private string? WhyCut(ITypeSymbol type)
    {
        if (_path.Any(outer => SymbolEqualityComparer.Default.Equals(outer, type)))
        {
            return $"'{type.Name}' contains itself";
        }

        return _path.Count >= MaxDepth ? $"it lies deeper than {MaxDepth} levels" : null;
    }

    private static bool IsReadable(ITypeSymbol type) => ReadableMembers.AreWorthReading(type) && !Datasets.DatasetTypes.IsHandle(type);

    /// <summary>A name for the value at a path: <c>options.Optimizer</c> is <c>optimizer</c>.</summary>
    private string Local(string path)
    {
        var member = path.Substring(path.LastIndexOf('.') + 1);
        var name = char.ToLowerInvariant(member[0]) + member.Substring(1);
        while (!names.Add(name))
        {
            name += "_";
        }

        return Names.ToIdentifier(name);
    }
}
