using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>
/// Where the order of a sequence ends up: in a list, in which elements come first, in the rows of a data set. Where it is sorted,
/// counted or looked up in, its order is nobody's business.
/// </summary>
internal static class OrderOfSequence
{
    private static readonly HashSet<string> s_keep = new(
        ["Where", "Select", "SelectMany", "Cast", "OfType", "ToList", "ToArray", "AsEnumerable", "Concat", "Distinct", "Reverse", "Append", "Prepend"], StringComparer.Ordinal);

    private static readonly HashSet<string> s_cut = new(["Take", "Skip", "TakeLast", "SkipLast", "Zip", "Chunk", "ElementAt"], StringComparer.Ordinal);
    private static readonly HashSet<string> s_pick = new(["First", "FirstOrDefault", "Last", "LastOrDefault"], StringComparer.Ordinal);
    private static readonly HashSet<string> s_lists = new(["List", "Queue", "Stack", "LinkedList", "Collection", "ObservableCollection", "IList", "ICollection"], StringComparer.Ordinal);

    /// <summary>What becomes of the order of a sequence, in words; null where nothing certain does.</summary>
    /// <param name="sequence">What gives the sequence.</param>
    /// <param name="hasMany">Whether one of it, taken without looking, may be any of many.</param>
    public static string? Of(IOperation sequence, bool hasMany)
    {
        var uses = ValueFlow.UsesOf(sequence, Keeps);
        return uses.Any(IsSorted) ? null : uses.Select(use => OfUse(use, hasMany)).FirstOrDefault(static words => words is not null);
    }

    private static bool Keeps(IOperation operation) => operation switch
    {
        IArgumentOperation { Parent: IInvocationOperation call, Parameter.Ordinal: 0 } => IsLinq(call) && s_keep.Contains(call.TargetMethod.Name),
        IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: var type } } => s_lists.Contains(type),
        IInvocationOperation call => IsLinq(call) && s_keep.Contains(call.TargetMethod.Name),
        IObjectCreationOperation { Type.Name: var type } => s_lists.Contains(type),
        _ => false,
    };

    private static bool IsLinq(IInvocationOperation call) => call.TargetMethod.ContainingType.Name is "Enumerable" or "ParallelEnumerable";

    private static bool IsSorted(IOperation use) =>
        use is IInvocationOperation { TargetMethod.Name: "Sort" } or IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Sort", ContainingType.Name: "Array" } } };

    private static string? OfUse(IOperation use, bool hasMany) => use switch
    {
        IArgumentOperation { Parent: IInvocationOperation call } argument => OfArgument(argument, call, hasMany),
        IArgumentOperation { Parent: IObjectCreationOperation creation } when IsOfFramework(creation.Type) => "it becomes the order of the data",
        IForEachLoopOperation loop => OfLoop(loop),
        IArrayElementReferenceOperation { Indices: { Length: 1 } indices } element => OfElement(element, indices[0], hasMany),
        IReturnOperation @return => OfReturn(@return, hasMany),
        _ => null,
    };

    private static string? OfArgument(IArgumentOperation argument, IInvocationOperation call, bool hasMany)
    {
        var name = call.TargetMethod.Name;
        if (IsLinq(call))
        {
            return s_cut.Contains(name) ? "it decides which come first"
                : s_pick.Contains(name) ? hasMany && call.Arguments.Length == 1 && !IsFiltered(argument) ? "it decides which one is taken" : null
                : name is "OrderBy" or "OrderByDescending" && IsShuffle(call) ? "a shuffle begins with it"
                : null;
        }

        return name == "Shuffle" ? "a shuffle begins with it"
            : name == "AddRange" && call.Instance is { } list && !IsSortedAnywhere(list) ? $"it becomes the order of '{list.Syntax}'"
            : IsOfFramework(call.TargetMethod.ContainingType) ? "it becomes the order of the data"
            : null;
    }

    // OrderBy(_ => random.Next()) does not look at the elements.
    private static bool IsShuffle(IInvocationOperation call) => call.Descendants().OfType<IAnonymousFunctionOperation>().FirstOrDefault() is { } key
        && !key.Descendants().OfType<IParameterReferenceOperation>().Any(reference => SymbolEqualityComparer.Default.Equals(reference.Parameter, key.Symbol.Parameters.FirstOrDefault()))
        && key.Descendants().OfType<IInvocationOperation>().Any();

    private static bool IsFiltered(IOperation sequence) => sequence.Descendants().Any(static operation => operation is IInvocationOperation { TargetMethod.Name: "Where" });

    private static string? OfElement(IOperation element, IOperation index, bool hasMany)
    {
        if (index.ConstantValue.HasValue)
        {
            return hasMany && !IsTidiedUp(element) ? "it decides which one is taken" : null;
        }

        for (var current = element.Parent; current is not null and not IAnonymousFunctionOperation; current = current.Parent)
        {
            if (current is IForLoopOperation loop)
            {
                return OfLoop(loop);
            }
        }

        return null;
    }

    private static bool IsTidiedUp(IOperation path) =>
        path.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Delete" or "Move", ContainingType.Name: "Directory" or "File" } } };

    // A method that returns rows, or a SelectMany over folders.
    private static string? OfReturn(IReturnOperation @return, bool hasMany)
    {
        for (var current = @return.Parent; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation lambda)
            {
                return lambda.Parent?.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "SelectMany" } call } ? Of(call, hasMany) : null;
            }
        }

        return @return.ReturnedValue is { } value && IsMapped(value) ? "it becomes the order of what is returned" : null;
    }

    // Paths may be sorted by who gets them; what was made of them rarely can be.
    private static bool IsMapped(IOperation value) => ElementOf(value is IConversionOperation { IsImplicit: true } conversion ? conversion.Operand.Type : value.Type) is { } element
        && element.SpecialType != SpecialType.System_String && element.Name is not ("FileInfo" or "DirectoryInfo" or "FileSystemInfo");

    private static ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } => arguments[0],
        _ => null,
    };

    private static string? OfLoop(ILoopOperation loop)
    {
        foreach (var operation in loop.Body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IReturnOperation { Kind: OperationKind.YieldReturn }:
                    return "it becomes the order of what is returned";
                case IInvocationOperation { TargetMethod.Name: "Add" or "AddRange" or "Enqueue" or "Push" or "AddLast", Instance: { Type: { } type } list }
                    when s_lists.Contains(type.Name) && IsOutside(list, loop) && !IsSortedAnywhere(list):
                    return $"it becomes the order of '{list.Syntax}'";
            }
        }

        return null;
    }

    private static bool IsOutside(IOperation list, ILoopOperation loop) =>
        list is IFieldReferenceOperation or IPropertyReferenceOperation { Instance: IInstanceReferenceOperation or null }
        || (SymbolOf(list) is { } symbol && !symbol.DeclaringSyntaxReferences.Any(declared => loop.Syntax.SyntaxTree == declared.SyntaxTree && loop.Syntax.Span.Contains(declared.Span)));

    private static bool IsSortedAnywhere(IOperation list) => SymbolOf(list) is { } symbol
        && ValueFlow.RootOf(list).Descendants().OfType<IInvocationOperation>().Any(call =>
            call.TargetMethod.Name is "Sort" or "Order" or "OrderBy" or "OrderByDescending"
            && (call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null)) is { } sorted
            && ValueFlow.OriginsOf(sorted).Append(Unconverted(sorted)).Any(origin => SymbolEqualityComparer.Default.Equals(SymbolOf(origin), symbol)));

    private static IOperation Unconverted(IOperation operation) => operation is IConversionOperation conversion ? conversion.Operand : operation;

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member,
        _ => null,
    };

    private static bool IsOfFramework(ITypeSymbol? type)
    {
        for (var space = type?.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "ML", ContainingNamespace: { Name: "Microsoft", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }
}
