using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;

namespace MlOps.Analyzers.Training;

/// <summary>What the members of a compilation call and read, of what it declares itself.</summary>
internal sealed class CallGraph(Compilation compilation)
{
    // Who has more implementations of an interface calls "anything", and a rule would say "anything may happen".
    private const int MaxImplementations = 64;

    private ILookup<ISymbol, ISymbol>? _implementations;

    /// <summary>The methods, fields and properties that a member uses. Lambdas belong to the member around them, local functions to themselves.</summary>
    public IEnumerable<ISymbol> From(ISymbol member, CancellationToken cancellationToken)
    {
        foreach (var reference in BodyOf(member).DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(cancellationToken);
            var model = compilation.ModelOf(syntax.SyntaxTree);
            foreach (var body in BodiesOf(syntax, model, cancellationToken))
            {
                foreach (var symbol in UsedBy(body).Where(IsOurs).SelectMany(symbol => Targets(symbol, cancellationToken)))
                {
                    yield return symbol;
                }
            }
        }
    }

    /// <summary>The members of a file in whose code the name of another stands; those that use it are among them.</summary>
    public IEnumerable<ISymbol> MembersThatName(ISymbol member, SyntaxTree tree, CancellationToken cancellationToken)
    {
        var isConstructor = member is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor };
        var name = NameOf(member);
        var isIndexer = member is IPropertySymbol { IsIndexer: true };
        var model = compilation.ModelOf(tree);
        foreach (var node in tree.GetRoot(cancellationToken).DescendantNodesAndSelf())
        {
            var isMember = node is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or LocalFunctionStatementSyntax
                or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } or CompilationUnitSyntax;
            if (isMember && node.DescendantNodes().Any(Names) && model.GetDeclaredSymbol(node, cancellationToken) is { } symbol)
            {
                yield return MemberOf(symbol);
            }
        }

        bool Names(SyntaxNode node) => node is SimpleNameSyntax used ? used.Identifier.ValueText == name
            : (isConstructor && node is ImplicitObjectCreationExpressionSyntax) || (isIndexer && node is ElementAccessExpressionSyntax);
    }

    /// <summary>What a symbol is called here: as it is declared, an accessor by its property, the code of a partial method by its declaration.</summary>
    public static ISymbol MemberOf(ISymbol symbol) => symbol.OriginalDefinition switch
    {
        IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => property,
        IMethodSymbol { PartialDefinitionPart: { } declared } => declared,
        IMethodSymbol { ReducedFrom: { } extension } => extension.OriginalDefinition,
        var member => member,
    };

    /// <summary>The name by which code uses a member: of a constructor its type's, of what implements an interface explicitly the last part.</summary>
    public static string NameOf(ISymbol member)
    {
        var name = member is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } ? member.ContainingType.Name : member.Name;
        return name.Substring(name.LastIndexOf('.') + 1);
    }

    /// <summary>Where the code of a member stands.</summary>
    public static ISymbol BodyOf(ISymbol member) => member is IMethodSymbol { PartialImplementationPart: { } implementation } ? implementation : member;

    private static IEnumerable<IOperation> BodiesOf(SyntaxNode declaration, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode?[] nodes = declaration switch
        {
            VariableDeclaratorSyntax field => [field.Initializer],
            PropertyDeclarationSyntax property => [property.Initializer, .. Accessors(property)],
            IndexerDeclarationSyntax indexer => [.. Accessors(indexer)],
            ParameterSyntax or TypeDeclarationSyntax => [],
            _ => [declaration],
        };
        foreach (var node in nodes)
        {
            if (node is not null && model.GetOperation(node, cancellationToken) is { } operation)
            {
                yield return operation;
            }
        }
    }

    private static IEnumerable<SyntaxNode?> Accessors(BasePropertyDeclarationSyntax property)
    {
        yield return property is PropertyDeclarationSyntax { ExpressionBody: { } arrow } ? arrow : (property as IndexerDeclarationSyntax)?.ExpressionBody;
        foreach (var accessor in property.AccessorList?.Accessors ?? default)
        {
            yield return accessor;
        }
    }

    private static IEnumerable<ISymbol> UsedBy(IOperation body)
    {
        foreach (var operation in body.DescendantsOutsideLocalFunctions())
        {
            switch (operation)
            {
                case IInvocationOperation invocation:
                    yield return invocation.TargetMethod;
                    break;
                case IMethodReferenceOperation reference:
                    yield return reference.Method;
                    break;
                case IObjectCreationOperation { Constructor: { } constructor }:
                    yield return constructor;
                    break;
                case IFieldReferenceOperation field:
                    yield return field.Field;
                    break;
                case IPropertyReferenceOperation property:
                    yield return property.Property;
                    break;
            }
        }
    }

    private bool IsOurs(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition.ContainingAssembly, compilation.Assembly);

    // What is declared without a body, or may be overridden, is whatever implements it.
    private IEnumerable<ISymbol> Targets(ISymbol symbol, CancellationToken cancellationToken)
    {
        var declared = MemberOf(symbol);
        yield return declared;
        if (declared.IsVirtual || declared.IsAbstract || declared.IsOverride || declared.ContainingType?.TypeKind == TypeKind.Interface)
        {
            _implementations ??= Implementations(cancellationToken);
            foreach (var implementation in _implementations[declared].Take(MaxImplementations))
            {
                yield return implementation;
            }
        }
    }

    private ILookup<ISymbol, ISymbol> Implementations(CancellationToken cancellationToken)
    {
        var pairs = new List<(ISymbol Declared, ISymbol By)>();
        var open = new Stack<INamespaceOrTypeSymbol>([compilation.Assembly.GlobalNamespace]);
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var inner in open.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                open.Push(inner);
                if (inner is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
                {
                    pairs.AddRange(Overrides(type));
                    pairs.AddRange(type.AllInterfaces.Where(IsOurs).SelectMany(contract => contract.GetMembers())
                        .Select(member => (member.OriginalDefinition, type.FindImplementationForInterfaceMember(member)!))
                        .Where(static pair => pair.Item2 is not null));
                }
            }
        }

        return pairs.ToLookup(static pair => pair.Declared, static pair => MemberOf(pair.By), (IEqualityComparer<ISymbol>)SymbolEqualityComparer.Default);
    }

    private static IEnumerable<(ISymbol Declared, ISymbol By)> Overrides(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers().Where(static member => member.IsOverride))
        {
            for (var declared = Overridden(member); declared is not null; declared = Overridden(declared))
            {
                yield return (declared.OriginalDefinition, member);
            }
        }
    }

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };
}
