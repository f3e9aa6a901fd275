using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS3009: reads and writes numbers and dates the same way on every machine.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class InvariantCultureCodeFix : NodeCodeFix<ExpressionSyntax>
{
    private const string Globalization = "System.Globalization";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS3009"];

    private protected override string Title => "Use the invariant culture";

    private protected override SyntaxNode? Change(ExpressionSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken) => node switch
    {
        InterpolatedStringExpressionSyntax text => ParseExpression("FormattableString.Invariant()") is InvocationExpressionSyntax invariant
            ? invariant.AddArgumentListArguments(Argument(text.WithoutTrivia())).WithTriviaFrom(text).Needing("System", "FormattableString", model, node.SpanStart)
            : null,
        InvocationExpressionSyntax call when model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method => method.Name == "Join"
            ? Join(call, model)
            : call.WithArgumentList(With(call.ArgumentList, method)).Needing(Globalization, "CultureInfo", model, node.SpanStart),
        MemberAccessExpressionSyntax when model.GetSymbolInfo(node, cancellationToken).Symbol is IMethodSymbol { Parameters.Length: 1 } =>
            ParseExpression(Lambda(model, node, name => $"{node.WithoutTrivia()}({name}, CultureInfo.InvariantCulture)")).WithTriviaFrom(node).Needing(Globalization, "CultureInfo", model, node.SpanStart),
        _ => null,
    };

    private static ArgumentListSyntax With(ArgumentListSyntax arguments, IMethodSymbol method)
    {
        if (method.Name != "TryParse")
        {
            // Between the text and a culture that may be left out there may be a style.
            var named = method.Parameters.FirstOrDefault(static parameter => parameter.Type.Name == "IFormatProvider")?.Name;
            var culture = Argument(ParseExpression("CultureInfo.InvariantCulture"));
            return arguments.AddArguments((named is null ? culture : culture.WithNameColon(NameColon(named).WithTrailingTrivia(Space))).WithLeadingTrivia(Space));
        }

        // Before .NET 7 there is no TryParse with a culture and without a style.
        var hasShort = method.ContainingType.GetMembers("TryParse").OfType<IMethodSymbol>().Any(static overload =>
            overload.Parameters.Length == 3 && overload.Parameters[1].Type.Name == "IFormatProvider");
        ArgumentSyntax[] added = (method.Parameters.Length, hasShort, method.ContainingType.SpecialType) switch
        {
            ( > 2, _, _) or (_, true, _) => [Expression("CultureInfo.InvariantCulture")],
            (_, _, SpecialType.System_Decimal) => [Expression("NumberStyles.Number"), Expression("CultureInfo.InvariantCulture")],
            (_, _, SpecialType.System_Double or SpecialType.System_Single) => [Expression("NumberStyles.Float | NumberStyles.AllowThousands"), Expression("CultureInfo.InvariantCulture")],
            _ => [Expression("CultureInfo.InvariantCulture"), Expression("DateTimeStyles.None")],
        };
        return arguments.WithArguments(SeparatedList(arguments.Arguments.Take(arguments.Arguments.Count - 1).Concat(added).Concat(arguments.Arguments.Skip(arguments.Arguments.Count - 1))
            .Select(static (argument, index) => index == 0 ? argument : argument.WithLeadingTrivia(Space))));
    }

    private static InvocationExpressionSyntax? Join(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (call.ArgumentList.Arguments.Count != 2)
        {
            return null;
        }

        var argument = call.ArgumentList.Arguments[1];
        var values = argument.Expression;
        var sequence = values is SimpleNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax
            ? values.WithoutTrivia()
            : ParenthesizedExpression(values.WithoutTrivia()); // A choice or a cast would end before the dot.
        var texts = ParseExpression($"{sequence}.Select({Lambda(model, call, static name => $"{name}.ToString(CultureInfo.InvariantCulture)")})").WithTriviaFrom(values);
        return call.ReplaceNode(argument, argument.WithExpression(texts))
            .Needing(Globalization, "CultureInfo", model, call.SpanStart)
            .Needing("System.Linq", "Enumerable", model, call.SpanStart);
    }

    private static string Lambda(SemanticModel model, SyntaxNode place, Func<string, string> body)
    {
        var name = model.LookupSymbols(place.SpanStart, name: "value").IsEmpty ? "value" : "other";
        return $"{name} => {body(name)}";
    }

    private static ArgumentSyntax Expression(string text) => Argument(ParseExpression(text)).WithLeadingTrivia(Space);
}
