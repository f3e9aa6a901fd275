using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MlOps.Analyzers.Flow;

/// <summary>What fields and properties of the project itself are made with, where they are declared.</summary>
internal static class Initializers
{
    /// <summary>The value; null where another place may set it, or there is none.</summary>
    public static IOperation? MadeWith(this IMemberReferenceOperation member)
    {
        if (member.Member is not (IFieldSymbol { IsReadOnly: true } or IFieldSymbol { IsStatic: true, DeclaredAccessibility: Accessibility.Private } or IPropertySymbol { SetMethod: null })
            || member.Member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not { } declaration)
        {
            return null;
        }

        var value = declaration switch
        {
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression,
            _ => null,
        };
        while (value is PostfixUnaryExpressionSyntax postfix)
        {
            value = postfix.Operand; // x! is no operation of its own.
        }

        return value is null ? null : member.SemanticModel?.Compilation.ModelOf(value.SyntaxTree).GetOperation(value);
    }
}
