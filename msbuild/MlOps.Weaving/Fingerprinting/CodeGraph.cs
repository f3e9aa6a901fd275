using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>All code that the tracked methods of an assembly reach, each unit once, in an order that depends on the code alone.</summary>
internal sealed class CodeGraph
{
    private readonly Dictionary<IMemberDefinition, int> _numbers = [];
    private readonly int[][] _uses;
    private readonly int[][] _references;

    private CodeGraph(List<IMemberDefinition> members, List<CodeUnit> units, Func<CodeUnit, IEnumerable<IMemberDefinition>> usesOf, ReferencedAssemblies assemblies)
    {
        var order = Enumerable.Range(0, units.Count).ToArray();
        Array.Sort(order, (a, b) => Compare(units[a], units[b]));
        Units = [.. order.Select(index => units[index])];
        for (var number = 0; number < order.Length; number++)
        {
            _numbers.Add(members[order[number]], number);
        }

        _uses = [.. Units.Select(unit => usesOf(unit).Select(member => _numbers[member]).Distinct().ToArray())];

        var needed = Units.Select(unit => unit.Assemblies.SelectMany(assemblies.Of).Distinct().ToArray()).ToList();
        References = [.. needed.SelectMany(static list => list).Distinct()
            .OrderBy(static reference => reference.Identity, StringComparer.Ordinal)
            .ThenBy(static reference => reference.Mvid, StringComparer.Ordinal)];
        var places = References.Select(static (reference, place) => (reference, place)).ToDictionary(static pair => pair.reference, static pair => pair.place);
        _references = [.. needed.Select(list => list.Select(reference => places[reference]).ToArray())];
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<CodeUnit> Units { get; }

    /// <summary>By identity.</summary>
    public IReadOnlyList<ReferencedAssembly> References { get; }

    public static CodeGraph Build(IEnumerable<MethodDefinition> roots, CodeScope scope, ReferencedAssemblies assemblies)
    {
        var reader = new CodeUnitReader(scope);
        var initializers = new ModuleInitializers(scope);
        var members = new List<IMemberDefinition>(roots);
        var seen = new HashSet<IMemberDefinition>(members);
        var units = new List<CodeUnit>();
        IEnumerable<IMemberDefinition> UsesOf(CodeUnit unit) => unit.Uses.Concat(initializers.Of(unit.Module));
        for (var next = 0; next < members.Count; next++)
        {
            units.Add(reader.Read(members[next]));
            members.AddRange(UsesOf(units[next]).Where(seen.Add));
        }

        return new(members, units, UsesOf, assemblies);
    }

    /// <summary>The place in <see cref="Units"/> of a method.</summary>
    public int NumberOf(MethodDefinition method) => _numbers[method];

    /// <summary>The places, in ascending order, of all that a unit reaches, itself included.</summary>
    public (int[] Units, int[] References) ReachOf(int unit)
    {
        var units = new bool[Units.Count];
        var references = new bool[References.Count];
        var waiting = new Stack<int>([unit]);
        units[unit] = true;
        while (waiting.TryPop(out var next))
        {
            foreach (var reference in _references[next])
            {
                references[reference] = true;
            }

            foreach (var used in _uses[next])
            {
                if (!units[used])
                {
                    units[used] = true;
                    waiting.Push(used);
                }
            }
        }

        return (Places(units), Places(references));
    }

    private static int[] Places(bool[] set) => [.. Enumerable.Range(0, set.Length).Where(place => set[place])];

    private static int Compare(CodeUnit a, CodeUnit b)
    {
        var byName = string.CompareOrdinal(a.Name, b.Name);
        return byName != 0 ? byName : a.Digest.AsSpan().SequenceCompareTo(b.Digest);
    }
}
