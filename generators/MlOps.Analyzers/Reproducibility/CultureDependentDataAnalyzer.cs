using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Training;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3009: <c>double.Parse(text)</c> reads 1.5 as 15 on a machine whose numbers have a comma.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CultureDependentDataAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.Invocation, OperationKind.MethodReference)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3009",
        DiagnosticSeverity.Warning,
        "Data depends on the culture of the machine",
        "'{0}' goes by the culture of the machine: {1}. Pass CultureInfo.InvariantCulture, so that the same data is the same everywhere.");

    private protected override Func<OperationAnalysisContext, Finding?> Prepare(Compilation compilation) => Find;

    private static Finding? Find(OperationAnalysisContext context)
    {
        var finding = context.Operation is IInvocationOperation call ? FindIn(call) : FindIn((IMethodReferenceOperation)context.Operation);
        return finding is null || CultureOfTheProcess.IsSet(context.Compilation, context.Options, context.CancellationToken) ? null : finding;
    }

    private static Finding? FindIn(IMethodReferenceOperation reference) =>
        WhatItReads(reference.Method) is { } harm && !MayTakeCulture(reference.Method) ? new(reference.Syntax.GetLocation(), NameOf(reference.Method), harm) : null;

    private static Finding? FindIn(IInvocationOperation call)
    {
        if (WhatItReads(call.TargetMethod) is { } harm)
        {
            return GivesCulture(call) || IsTyped(call.Arguments[0].Value) || IsDateOfAllCultures(call.Arguments[0].Value) ? null : new(call.Syntax.GetLocation(), NameOf(call.TargetMethod), harm);
        }

        return WritesToFile(call.TargetMethod)
            ? call.Arguments.Select(static argument => CultureDependentText.In(argument.Value)).FirstOrDefault(static text => text is not null)
            : null;
    }

    // Names first: this is asked about every call.
    private static string? WhatItReads(IMethodSymbol method) => method.Name switch
    {
        "Parse" or "TryParse" when method.IsStatic && TakesText(method) => method.ContainingType switch
        {
            { SpecialType: SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal } => ReadsNumbers,
            { SpecialType: SpecialType.System_DateTime } => ReadsDates,
            { Name: "DateOnly" or "DateTimeOffset" } type when type.IsIn("System") => ReadsDates,
            { Name: "Half" } type when type.IsIn("System") => ReadsNumbers,
            _ => null,
        },
        "ToDouble" or "ToSingle" or "ToDecimal" when IsConvert(method) && TakesText(method) => ReadsNumbers,
        "ToDateTime" when IsConvert(method) && TakesText(method) => ReadsDates,
        _ => null,
    };

    private const string ReadsNumbers = "where decimals have a comma, it reads 1.5 as 15";
    private const string ReadsDates = "it reads 1/2/2026 as the first of February here, and as the second of January there";

    private static bool IsConvert(IMethodSymbol method) => method.ContainingType is { Name: "Convert" } type && type.IsIn("System");

    private static bool TakesText(IMethodSymbol method) =>
        method.Parameters.Length > 0 && method.Parameters[0].Type is { SpecialType: SpecialType.System_String } or { Name: "ReadOnlySpan" };

    private static bool MayTakeCulture(IMethodSymbol method) => method.Parameters.Any(static parameter => parameter.Type.Name == "IFormatProvider");

    private static bool GivesCulture(IInvocationOperation call) =>
        call.Arguments.Any(static argument => argument is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter.Type.Name: "IFormatProvider" });

    // A year at the front is understood everywhere.
    private static bool IsDateOfAllCultures(IOperation text) => text.ConstantValue.Value is string { Length: > 4 } date && date[4] == '-' && date.Take(4).All(char.IsDigit);

    private static bool WritesToFile(IMethodSymbol method) => method.Name switch
    {
        "Write" or "WriteLine" or "WriteAsync" or "WriteLineAsync" => method.ContainingType is { Name: "StreamWriter" or "TextWriter" },
        "WriteAllText" or "WriteAllTextAsync" or "AppendAllText" or "AppendAllTextAsync" => method.ContainingType is { Name: "File" } type && type.IsIn("System.IO"),
        _ => false,
    };

    // What somebody types goes by the culture of the one who types, as it should.
    private static bool IsTyped(IOperation text) => ValueFlow.OriginsOf(text).Any(static origin =>
    {
        while (origin is IInvocationOperation { Instance: { } inner })
        {
            origin = inner;
        }

        return origin is IInvocationOperation { TargetMethod: { Name: "ReadLine", ContainingType.Name: "Console" } } or IPropertyReferenceOperation { Property.Name: "Text" };
    });

    private static string NameOf(IMethodSymbol method) =>
        $"{method.ContainingType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}.{method.Name}";
}
