using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MlOps.Analyzers.Flow;

/// <summary>
/// Follows a value out of its body: to the parameters that it is handed to and the fields and properties that keep it. For rules
/// about the few values that a program makes once and uses elsewhere, such as its <c>MLContext</c>.
/// </summary>
internal sealed class ValueTrail(Compilation compilation, Func<IOperation, bool>? passes, CancellationToken cancellationToken)
{
    private const int MaxPlaces = 32;

    /// <summary>What gets the value in the end, and the method, local function, field or property that this stands in.</summary>
    public IEnumerable<(IOperation Use, ISymbol Member)> From(IOperation value)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Queue<IOperation>([value]);
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var use in ValueFlow.UsesOf(open.Dequeue(), passes))
            {
                var places = PlacesOf(use);
                if (places.IsEmpty && MemberAround(use) is { } member)
                {
                    yield return (use, member);
                }

                foreach (var read in places.Where(place => seen.Count < MaxPlaces && seen.Add(place)).SelectMany(ReadsOf))
                {
                    open.Enqueue(read);
                }
            }
        }
    }

    private ImmutableArray<ISymbol> PlacesOf(IOperation use) => use switch
    {
        IArgumentOperation { Parameter.OriginalDefinition: { } parameter } when IsOurs(parameter) => [parameter],
        IAssignmentOperation { Target: IMemberReferenceOperation { Member.OriginalDefinition: { } member } } when IsOurs(member) => [member],
        IFieldInitializerOperation field => [.. field.InitializedFields],
        IPropertyInitializerOperation property => [.. property.InitializedProperties],
        _ => [],
    };

    private bool IsOurs(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);

    private IEnumerable<IOperation> ReadsOf(ISymbol place)
    {
        foreach (var scope in ScopesOf(place))
        {
            var model = compilation.ModelOf(scope.SyntaxTree);
            foreach (var name in scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == place.Name))
            {
                SyntaxNode whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
                if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, place)
                    && model.GetOperation(whole, cancellationToken) is { } read
                    && !(read.Parent is ISimpleAssignmentOperation assignment && assignment.Target == read))
                {
                    yield return read;
                }
            }
        }
    }

    private IEnumerable<SyntaxNode> ScopesOf(ISymbol place)
    {
        var owner = place is IParameterSymbol ? place.ContainingSymbol : place.ContainingType;
        return place is IParameterSymbol || place.DeclaredAccessibility == Accessibility.Private
            ? owner.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken))
            : compilation.SyntaxTrees.Select(tree => tree.GetRoot(cancellationToken));
    }

    // What is declared around a body is known; what else stands around a place must be bound.
    private ISymbol? MemberAround(IOperation operation)
    {
        var around = operation;
        while (around is not ILocalFunctionOperation && around.Parent is { } parent)
        {
            around = parent;
        }

        var model = operation.SemanticModel ?? compilation.ModelOf(operation.Syntax.SyntaxTree);
        var symbol = (around as ILocalFunctionOperation)?.Symbol
            ?? (around is IMethodBodyBaseOperation ? model.GetDeclaredSymbol(around.Syntax, cancellationToken) : null)
            ?? model.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol?.OriginalDefinition;
    }
}
