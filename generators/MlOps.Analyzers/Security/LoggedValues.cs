using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using MlOps.Analyzers.Training;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Security;

/// <summary>
/// What tracked methods write in clear: scalars, and the scalar members of options and results, as the generator reads them. What
/// has <c>[Sensitive]</c> or <c>[NotLogged]</c> is not among it.
/// </summary>
internal sealed class LoggedValues
{
    // As the generator has it.
    private const int MaxDepth = 4;
    private const int MaxValues = 100;

    private static readonly ConditionalWeakTable<Compilation, LoggedValues> s_known = new();

    private readonly Compilation _compilation;
    private readonly object _lock = new();
    private Dictionary<ISymbol, LoggedValue>? _members;

    private LoggedValues(Compilation compilation) => _compilation = compilation;

    /// <summary>Those of a compilation; found when a rule first asks.</summary>
    public static LoggedValues Of(Compilation compilation) => s_known.GetValue(compilation, static key => new LoggedValues(key));

    /// <summary>What is logged of a member that this project declares; null when no tracked method does.</summary>
    public LoggedValue? Find(ISymbol member, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _members ??= Search(cancellationToken);
        }

        return _members.TryGetValue(member, out var value) ? value : null;
    }

    /// <summary>What one method logs.</summary>
    public static IEnumerable<LoggedValue> Of(IMethodSymbol method)
    {
        var parameters = method.Parameters
            .Where(static parameter => parameter.RefKind != RefKind.Out)
            .SelectMany(parameter => Value(parameter.Name, parameter.Type, parameter.Name, Marks.Of(parameter.GetAttributes()), parameter, parameter, []));
        var result = ResultOf(method) is { } type && !Scalars.IsScalar(type)
            ? Value("result", type, "result", Marks.Of(method.GetReturnTypeAttributes()), method, null, [])
            : [];
        return parameters.Take(MaxValues).Concat(result.Take(MaxValues));

        IEnumerable<LoggedValue> Value(string name, ITypeSymbol type, string path, Marks marks, ISymbol symbol, IParameterSymbol? parameter, ImmutableArray<ITypeSymbol> around)
        {
            type = Scalars.Constraint(type) ?? type;
            if (marks.IsNotLogged || marks.IsSensitive)
            {
                return [];
            }

            if (Scalars.IsScalar(type))
            {
                return [new(name, type, path, symbol, method, parameter, marks.Rename)];
            }

            type = Scalars.UnderNullable(type) ?? type;
            return around.Length < MaxDepth && !around.Contains(type, SymbolEqualityComparer.Default) && ReadableMembers.AreWorthReading(type) && !(type.Name == "Dataset" && type.IsIn("MlOps"))
                ? ReadableMembers.Of(type).SelectMany(member => Value(member.Name, member.Type, $"{path}.{member.Name}", member.Marks, member.Symbol, parameter, around.Add(type)))
                : [];
        }
    }

    private Dictionary<ISymbol, LoggedValue> Search(CancellationToken cancellationToken)
    {
        var members = new Dictionary<ISymbol, LoggedValue>(SymbolEqualityComparer.Default);
        foreach (var value in TrainingRoots.Tracked(_compilation, cancellationToken).SelectMany(Of))
        {
            if (value.IsOwnMember && !members.ContainsKey(value.Symbol.OriginalDefinition))
            {
                members.Add(value.Symbol.OriginalDefinition, value);
            }
        }

        return members;
    }

    private static ITypeSymbol? ResultOf(IMethodSymbol method) => method.ReturnType switch
    {
        { SpecialType: SpecialType.System_Void } => null,
        INamedTypeSymbol { Name: "Task" or "ValueTask" } task when task.IsIn("System.Threading.Tasks") => task.TypeArguments.FirstOrDefault(),
        var type => type,
    };
}
