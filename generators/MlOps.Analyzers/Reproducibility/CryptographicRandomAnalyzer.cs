using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Training;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3013: <c>RandomNumberGenerator.GetInt32(n)</c> is made to be unpredictable, which a run must not be.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CryptographicRandomAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.Invocation)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3013",
        DiagnosticSeverity.Warning,
        "Cryptographic random numbers in training",
        "'{0}' is made so that nobody can get its numbers a second time, so this run cannot be repeated. Use a Random with a seed, and log the seed as a parameter.");

    private protected override Func<OperationAnalysisContext, Finding?>? Prepare(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Security.Cryptography.RandomNumberGenerator") is null ? null : static context => Find((IInvocationOperation)context.Operation);

    private static Finding? Find(IInvocationOperation call) =>
        (call.TargetMethod.Name switch
        {
            "GetInt32" or "Shuffle" or "GetItems" => true,
            "GetBytes" or "GetNonZeroBytes" or "Fill" => BecomeNumbers(call),
            _ => false,
        })
        && call.TargetMethod.ContainingType is { Name: "RandomNumberGenerator" or "RNGCryptoServiceProvider" } type
        && type.IsIn("System.Security.Cryptography")
            ? new(call.Syntax.GetLocation(), $"{type.Name}.{call.TargetMethod.Name}")
            : null;

    // Bytes are also made for keys and names, which have their place anywhere.
    private static bool BecomeNumbers(IInvocationOperation call)
    {
        var bytes = call.Arguments.Select(static argument => argument.Value).OfType<ILocalReferenceOperation>().FirstOrDefault(static local => local.Type is not { SpecialType: SpecialType.System_Int32 })
            ?? call.Arguments.Select(static argument => (argument.Value as IConversionOperation)?.Operand).OfType<ILocalReferenceOperation>().FirstOrDefault();
        var uses = bytes is null
            ? ValueFlow.UsesOf(call)
            : ValueFlow.ReferencesTo(bytes.Local, ValueFlow.RootOf(call)).SelectMany(static reference => ValueFlow.UsesOf(reference));
        return uses.Any(static use => use is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: "BitConverter" or "BinaryPrimitives" } } }
            && (name.StartsWith("To", StringComparison.Ordinal) || name.StartsWith("Read", StringComparison.Ordinal)) && name != "ToString");
    }
}
