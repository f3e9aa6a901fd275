using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Generators.Datasets;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Analyzers;

/// <summary>Recognises paths to data sets in code, and what is done with them.</summary>
internal static class DatasetPaths
{
    /// <summary>Where a path may begin: rules register for these.</summary>
    public static readonly OperationKind[] Kinds = [OperationKind.Literal, OperationKind.FieldReference];

    /// <summary>The data set that a text names, and the whole of the path that the text is a part of.</summary>
    public static (DatasetModel Dataset, IOperation Path)? Find(IOperation operation, KnownDatasets datasets, CancellationToken cancellationToken)
    {
        if (TextOf(operation, cancellationToken) is not { Length: > 0 } text || !datasets.MayEndAt(text))
        {
            return null;
        }

        return Combined(operation) is { } call
            ? EndOf(call) is { } end && datasets.At(end, isEnd: !IsWhole(call)) is { } combined ? (combined, call) : null
            : datasets.At(text) is { } dataset ? (dataset, operation) : null;
    }

    /// <summary>Whether some call reads, or writes, the file at a path.</summary>
    public static bool IsUsed(IOperation path, FileUse use) =>
        ValueFlow.UsesOf(path, static parent => parent is IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation)
            .Any(found => found is IArgumentOperation argument && FileCalls.UseOf(argument) == use);

    /// <summary>Whether it is <c>Datasets.Iris.Path</c>, or the path of a handle that is passed on.</summary>
    public static bool IsOfHandle(IPropertyReferenceOperation property) =>
        property.Property.Name == "Path" && (DatasetTypes.IsHandle(property.Property.ContainingType)
            || property.Property.ContainingType.ContainingType is { Name: "Datasets" } datasets && datasets.IsIn("MlOps"));

    /// <summary>A literal, a constant, or a field that is given a literal once and for all.</summary>
    private static string? TextOf(IOperation operation, CancellationToken cancellationToken) => operation switch
    {
        { ConstantValue: { HasValue: true, Value: string text } } => text,
        IFieldReferenceOperation { Field: { IsReadOnly: true, Type.SpecialType: SpecialType.System_String, DeclaringSyntaxReferences: { Length: 1 } places } } =>
            places[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax literal } ? literal.Token.ValueText : null,
        _ => null,
    };

    /// <summary>The <c>Path.Combine</c> or <c>Path.Join</c> that a text is the last part of.</summary>
    private static IInvocationOperation? Combined(IOperation part)
    {
        var parent = part.Parent;
        while (parent is IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation or IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is IInvocationOperation { TargetMethod: { Name: "Combine" or "Join", ContainingType.Name: "Path" } method } call && method.ContainingType.IsIn("System.IO") && Parts(call).LastOrDefault() == part
            ? call
            : null;
    }

    /// <summary>The parts that are known, from the end.</summary>
    private static string? EndOf(IInvocationOperation call)
    {
        var texts = Parts(call).Reverse().Select(static part => part.ConstantValue is { HasValue: true, Value: string text } ? text : null).TakeWhile(static text => text is not null).Reverse().ToArray();
        return texts.Length == 0 ? null : string.Join("/", texts);
    }

    private static bool IsWhole(IInvocationOperation call) => Parts(call).All(static part => part.ConstantValue is { HasValue: true, Value: string });

    private static IEnumerable<IOperation> Parts(IInvocationOperation call) => call.Arguments.SelectMany(static argument => argument.Value switch
    {
        IArrayCreationOperation { Initializer.ElementValues: var elements } => elements,
        ICollectionExpressionOperation collection => collection.Elements,
        var value => [value],
    });
}
