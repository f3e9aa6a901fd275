using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Leakage;

/// <summary>
/// Methods that a project declares itself to train and to measure a model, told by their names: <c>Train</c> and <c>FitModel</c>,
/// <c>Evaluate</c> and <c>TestAsync</c>.
/// </summary>
internal static class OwnMethods
{
    private static readonly HashSet<string> s_trains = new(StringComparer.Ordinal) { "Train", "Fit" };

    private static readonly HashSet<string> s_measures = new(StringComparer.Ordinal) { "Evaluate", "Test", "Score", "Validate" };

    // What such a method or parameter is called takes a part of the data it gets.
    private static readonly HashSet<string> s_parts = new(StringComparer.Ordinal)
    {
        "split", "splits", "splitter", "fold", "folds", "sampler", "sample", "range", "part", "subset", "mask", "filter", "index", "indices", "skip", "take", "holdout", "test", "validation", "partition",
    };

    // A sequence of these is a model, or many, and no data.
    private static readonly HashSet<string> s_models = new(StringComparer.Ordinal)
    {
        "layer", "model", "network", "neuron", "module", "parameter", "tree", "estimator", "classifier", "agent", "genome", "individual", "chromosome", "particle",
    };

    /// <summary>Whether a call trains a model.</summary>
    public static bool Train(IInvocationOperation call) => Is(call.TargetMethod, s_trains);

    /// <summary>Whether a call measures one.</summary>
    public static bool Measure(IInvocationOperation call) => Is(call.TargetMethod, s_measures);

    /// <summary>The data that a call gets.</summary>
    public static IEnumerable<IOperation> DataOf(IInvocationOperation call) =>
        call.Arguments.Select(static argument => Plain(argument.Value)).Where(static value => IsData(value, out _));

    /// <summary>
    /// Whether a call gets data to measure a model with and nothing that may say which part of it: an index, a range, a condition.
    /// </summary>
    public static bool TakesAllItGets(IInvocationOperation call)
    {
        var hasRows = false;
        foreach (var argument in call.Arguments)
        {
            var value = Plain(argument.Value);
            if (argument.ArgumentKind == ArgumentKind.DefaultValue)
            {
                continue;
            }

            if (IsData(value, out var isRows))
            {
                hasRows |= isRows;
            }
            else if (!(IsObject(value.Type) || value.Text() is not null) || (argument.Parameter is { } parameter && NamesPart(parameter.Name, parameter.Type.Name)))
            {
                return false;
            }
        }

        return hasRows && !Divides(call);
    }

    /// <summary>Whether the code of a method divides what it gets, by itself.</summary>
    public static bool Divides(IInvocationOperation call) => call.TargetMethod.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax()
        .DescendantTokens().Any(static token => token.Parent is SimpleNameSyntax or VariableDeclaratorSyntax && NamesPart(token.ValueText)));

    private static bool Is(IMethodSymbol method, HashSet<string> names) =>
        names.Contains(Without(Without(method.Name, "Async"), "Model")) && !method.DeclaringSyntaxReferences.IsEmpty;

    private static string Without(string name, string end) => name.EndsWith(end, StringComparison.Ordinal) ? name.Substring(0, name.Length - end.Length) : name;

    private static bool NamesPart(params string[] names) => names.Any(static name => NameWords.Of(name).Any(s_parts.Contains));

    private static bool IsObject(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Class or TypeKind.Interface, SpecialType: SpecialType.None or SpecialType.System_Object } or { TypeKind: TypeKind.TypeParameter } || type?.Name == "CancellationToken";

    private static bool IsData(IOperation value, out bool isRows)
    {
        isRows = value.Type switch
        {
            { Name: "IDataView" or "DataFrame" } type => type.ContainingNamespace?.ToDisplayString().StartsWith("Microsoft.", StringComparison.Ordinal) == true,
            { Name: "Dataset" } type when type.IsIn("MlOps") => true,
            { Name: "Tensor" } type => type.ContainingNamespace?.Name == "TorchSharp",
            { SpecialType: SpecialType.System_String } => IsPathOfDataset(value),
            _ => false,
        };
        var element = isRows || value.Type is null or { SpecialType: SpecialType.System_String } ? null : ElementOf(value.Type);
        isRows |= element is not null && !IsCode(element);
        return isRows || element is not null;
    }

    private static bool IsPathOfDataset(IOperation value) =>
        Settled.OriginOf(value) is IPropertyReferenceOperation { Property: { Name: "Path", ContainingType: var type } }
        && ((type.Name == "Dataset" && type.IsIn("MlOps")) || (type.ContainingType is { Name: "Datasets" } sets && sets.IsIn("MlOps")));

    /// <summary>What a sequence is made of; null for what is none, or a model or several parts as well.</summary>
    private static ITypeSymbol? ElementOf(ITypeSymbol type)
    {
        var element = type is IArrayTypeSymbol array ? array.ElementType
            : type.AllInterfaces.Append(type).OfType<INamedTypeSymbol>().FirstOrDefault(static face => face is { Name: "IEnumerable" or "IAsyncEnumerable", TypeArguments.Length: 1, TypeKind: TypeKind.Interface })?.TypeArguments[0];
        return element is null || NameWords.Of(element.Name).Any(s_models.Contains) || NameWords.Of(type.Name).Any(s_models.Contains) || HasParts(type) ? null : element;
    }

    private static bool HasParts(ITypeSymbol type) =>
        !type.DeclaringSyntaxReferences.IsEmpty && type.GetMembers().Any(static member => NameWords.Of(member.Name).Any(static word => word is "train" or "training" or "test" or "validation"));

    // Names of columns, sizes of layers, labels: these alone are no rows.
    private static bool IsCode(ITypeSymbol element) =>
        element.TypeKind is TypeKind.Enum or TypeKind.Delegate
        || element.Name is "KeyValuePair" or "Type"
        || element.SpecialType is not (SpecialType.None or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal);

    /// <summary>A value without the conversions around it.</summary>
    public static IOperation Plain(IOperation value) => value is IConversionOperation { OperatorMethod: null } conversion ? Plain(conversion.Operand) : value;
}
