using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Training;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>MLOPS3006: <c>Directory.GetFiles(folder)</c> has another order on another machine.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnsortedFilesAnalyzer() : TrainingCodeAnalyzer(s_rule, OperationKind.Invocation)
{
    private static readonly TrainingRule s_rule = new(
        "MLOPS3006",
        DiagnosticSeverity.Warning,
        "Order of files decides what is learned",
        "'{0}' gives what the file system has in whatever order, another one on another machine, and here {1}. Sort it first, as with Order(StringComparer.Ordinal).");

    private protected override Func<OperationAnalysisContext, Finding?> Prepare(Compilation compilation) => static context => Find((IInvocationOperation)context.Operation);

    private static Finding? Find(IInvocationOperation call) =>
        call.TargetMethod.Name is "GetFiles" or "EnumerateFiles" or "GetDirectories" or "EnumerateDirectories"
            or "GetFileSystemEntries" or "EnumerateFileSystemEntries" or "GetFileSystemInfos" or "EnumerateFileSystemInfos"
        && call.TargetMethod.ContainingType is { Name: "Directory" or "DirectoryInfo" } type
        && type.IsIn("System.IO")
        && OrderOfSequence.Of(call, HasMany(call)) is { } words
            ? new(call.Syntax.GetLocation(), $"{type.Name}.{call.TargetMethod.Name}", words)
            : null;

    // A pattern without wildcards looks for one file, wherever it is.
    private static bool HasMany(IInvocationOperation call) => call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "searchPattern")?.Value.ConstantValue.Value is not string pattern
        || pattern.IndexOf('*') >= 0;
}
