using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Security;

/// <summary>MLOPS4005: a model or data is read by something that makes whatever type the file names.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TypeResolvingDeserializerAnalyzer : DiagnosticAnalyzer
{
    private const string Values = "Read a format that holds values only, such as ONNX, ML.NET's own or System.Text.Json";
    private const string Restrict = "Set TypeNameHandling.None, or a SerializationBinder that knows the types";

    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS4005",
        Rule.Security,
        DiagnosticSeverity.Warning,
        "Deserializer makes any type",
        "{0} makes whatever types the data names, so that whoever can change the file runs code where it is loaded. {1}.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!Framework.IsUsedBy(start.Compilation))
            {
                return;
            }

            if (Framework.Of(start.Compilation, MemberRole.ReadsAnyType, MemberRole.ImportsPython, MemberRole.RunsPython) is { } readers)
            {
                start.RegisterOperationAction(operation => LookAtCall(operation, readers), OperationKind.Invocation);
            }

            if (start.Compilation.GetTypeByMetadataName("Newtonsoft.Json.TypeNameHandling") is not null)
            {
                start.RegisterOperationAction(LookAtAssignment, OperationKind.SimpleAssignment);
            }

            if (start.Compilation.GetTypeByMetadataName("System.Web.Script.Serialization.SimpleTypeResolver") is { } resolver)
            {
                start.RegisterOperationAction(operation => LookAtCreation(operation, resolver), OperationKind.ObjectCreation);
            }
        });
    }

    private static void LookAtCall(OperationAnalysisContext context, Framework readers)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!readers.HasName(call.TargetMethod.Name))
        {
            return;
        }

        switch (readers.Find(call.TargetMethod)?.Role)
        {
            case MemberRole.ReadsAnyType when !ReadsBack(call):
                Report(context, call, $"'{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}'", Values);
                break;
            case MemberRole.ImportsPython or MemberRole.RunsPython when Pickles.LoadedBy(call) is { } module:
                Report(context, call, $"'{module}'", "Export the model to ONNX or safetensors, and load that");
                break;
            case null when call is { TargetMethod.ContainingType.Name: "IFormatter", Instance: { } formatter }
                && MadeOf(formatter).FirstOrDefault(creation => Reads(creation.Type, readers)) is { } made
                && !ReadsBack(call):
                Report(context, call, $"'{made.Type!.Name}.{call.TargetMethod.Name}'", Values);
                break;
        }
    }

    /// <summary>What a formatter may be made of; a parameter that is not given often gets one by <c>??=</c>.</summary>
    private static IEnumerable<IObjectCreationOperation> MadeOf(IOperation formatter) => ValueFlow.OriginsOf(formatter)
        .SelectMany(static origin => origin is IParameterReferenceOperation given
            ? ValueFlow.RootOf(given).Descendants().OfType<ICoalesceAssignmentOperation>()
                .Where(assignment => assignment.Target is IParameterReferenceOperation target && SymbolEqualityComparer.Default.Equals(target.Parameter, given.Parameter))
                .SelectMany(static assignment => ValueFlow.OriginsOf(assignment.Value))
            : [origin])
        .OfType<IObjectCreationOperation>();

    /// <summary>Whether it reads what the method itself has written into a stream in memory, to copy an object.</summary>
    private static bool ReadsBack(IInvocationOperation call) => call.Arguments.Length > 0
        && ValueFlow.OriginsOf(call.Arguments[0].Value).All(static origin => origin is IObjectCreationOperation { Type.Name: "MemoryStream", Arguments.Length: 0 });

    private static bool Reads(ITypeSymbol? type, Framework readers) =>
        type?.GetMembers("Deserialize").OfType<IMethodSymbol>().Any(method => readers.Find(method) is not null) == true;

    /// <summary>In code, in initializers, and in attributes such as <c>[JsonProperty(TypeNameHandling = …)]</c>. Only writing is not meant.</summary>
    private static void LookAtAssignment(OperationAnalysisContext context)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is IPropertyReferenceOperation { Property.Name: "TypeNameHandling" or "ItemTypeNameHandling" } target
            && assignment.Value.ConstantValue is { HasValue: true, Value: not 0 }
            && target.Property.Type.IsIn("Newtonsoft.Json")
            && !HasBinder(assignment, target)
            && !OnlyWrites(assignment))
        {
            context.ReportDiagnostic(Diagnostic.Create(s_rule, assignment.Value.Syntax.GetLocation(), $"'{target.Property.Name}'", Restrict));
        }
    }

    private static bool HasBinder(ISimpleAssignmentOperation assignment, IPropertyReferenceOperation target) =>
        ValueFlow.RootOf(assignment).Descendants().OfType<ISimpleAssignmentOperation>().Any(other =>
            other.Target is IPropertyReferenceOperation { Property.Name: "SerializationBinder" or "Binder" } binder
            && SymbolEqualityComparer.Default.Equals(binder.Property.ContainingType, target.Property.ContainingType));

    private static bool OnlyWrites(ISimpleAssignmentOperation assignment) =>
        assignment.Parent is IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation settings }
        && ValueFlow.UsesOf(settings) is { IsEmpty: false } uses
        && uses.All(static use => use is IArgumentOperation or IInvalidOperation && Writes(use.Syntax.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.Expression));

    // By its name as written: a call that does not compile yet has no other.
    private static bool Writes(ExpressionSyntax? called) =>
        ((called as MemberAccessExpressionSyntax)?.Name ?? called as SimpleNameSyntax)?.Identifier.ValueText.StartsWith("Serialize", StringComparison.Ordinal) == true;

    private static void LookAtCreation(OperationAnalysisContext context, INamedTypeSymbol resolver)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type?.Name == "JavaScriptSerializer"
            && creation.Arguments.Any(argument => ValueFlow.OriginsOf(argument.Value).Any(origin => SymbolEqualityComparer.Default.Equals(origin.Type, resolver))))
        {
            Report(context, creation, "'JavaScriptSerializer' with 'SimpleTypeResolver'", Values);
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation place, string what, string cure) =>
        context.ReportDiagnostic(Diagnostic.Create(s_rule, place.Syntax.GetLocation(), what, cure));
}
