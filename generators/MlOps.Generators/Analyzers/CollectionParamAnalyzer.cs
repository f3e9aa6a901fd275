using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Shared;
using MlOps.Generators.Tracking;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS1015: a list of settings, such as <c>int[] layers</c>, is no param, unlike the settings beside it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CollectionParamAnalyzer : DiagnosticAnalyzer
{
    // Lists of these are data, or what the program was called with.
    private static readonly HashSet<string> s_data = new(
        ["args", "data", "rows", "row", "labels", "label", "targets", "ids", "indices", "indexes", "inputs", "input", "samples", "sample", "tokens", "texts", "lines", "files", "paths", "values", "x", "y", "xs", "ys", "train", "test", "validation"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS1015",
        Rule.Tracking,
        DiagnosticSeverity.Info,
        "Collection is not recorded",
        "'{0}' of '{1}' is not recorded: a param is a single value, and this is a collection. Log it with Run.Current.LogParam(\"{2}\", string.Join(\", \", …)), or put [NotLogged] on it.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.Attribute);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        if (Attributed.TrackedMethod(context) is not { Parameters.Length: > 0 } method)
        {
            return;
        }

        var recorded = TrackedParser.LoggedBy(method).Params.Leaves;
        foreach (var parameter in method.Parameters.Where(static parameter => parameter.RefKind != RefKind.Out))
        {
            foreach (var (path, key) in Collections(parameter, recorded))
            {
                if (!IsLoggedByHand(context.Node, key))
                {
                    context.ReportDiagnostic(Diagnostic.Create(s_rule, parameter.Locations[0], path, Trackability.NameOf(method), key));
                }
            }
        }
    }

    /// <summary>The parameter itself, or those members of an options object whose neighbours are recorded.</summary>
    private static IEnumerable<(string Path, string Key)> Collections(IParameterSymbol parameter, IReadOnlyList<(string Path, LoggedNode Node)> recorded)
    {
        var marks = Marks.Of(parameter.GetAttributes());
        if (marks.IsNotLogged || marks.IsSensitive)
        {
            return [];
        }

        var key = marks.KeyOf(parameter.Name);
        // A list of texts is data, unless it lies among options.
        if (AreSettings(parameter.Type, parameter.Name) && ElementOf(parameter.Type) is not { SpecialType: SpecialType.System_String })
        {
            return [(parameter.Name, key)];
        }

        return recorded.Any(leaf => leaf.Path.StartsWith(parameter.Name + ".", StringComparison.Ordinal)) && ReadableMembers.AreWorthReading(parameter.Type)
            ? ReadableMembers.Of(parameter.Type)
                .Where(static member => !member.Marks.IsNotLogged && !member.Marks.IsSensitive && AreSettings(member.Type, member.Name))
                .Select(member => ($"{parameter.Name}.{member.Name}", $"{key}.{member.Marks.KeyOf(member.Name)}"))
            : [];
    }

    /// <summary>Arrays and lists of whole numbers, texts or enums. Floating-point numbers, bytes and truths, one a row or feature, are data.</summary>
    private static bool AreSettings(ITypeSymbol type, string name) => !s_data.Contains(name) && ElementOf(type) is { } element
        && (element.TypeKind == TypeKind.Enum || element.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_String);

    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { Name: "List" or "IList" or "IReadOnlyList" or "ImmutableArray" or "ImmutableList", TypeArguments: { Length: 1 } arguments } => arguments[0],
        _ => null,
    };

    /// <summary>Whether the method says the key itself, as in <c>Run.Current.LogParam("layers", …)</c>.</summary>
    private static bool IsLoggedByHand(SyntaxNode attribute, string key) => attribute.Parent?.Parent?.DescendantTokens()
        .Any(token => token.IsKind(SyntaxKind.StringLiteralToken) && token.ValueText == key && token.Parent?.Parent is ArgumentSyntax) == true;
}
