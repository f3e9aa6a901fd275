using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace MlOps.Generators.CodeFixes;

/// <summary>Puts a statement before all others.</summary>
internal static class FirstStatement
{
    /// <summary>Into a block, or a file of top-level statements.</summary>
    public static SyntaxNode? Into(SyntaxNode place, string text)
    {
        var statement = SyntaxFactory.ParseStatement(text);
        statement = statement
            .ReplaceNodes(statement.DescendantNodes().OfType<MemberAccessExpressionSyntax>(), static (_, access) => access.WithAdditionalAnnotations(Simplifier.Annotation))
            .WithTrailingTrivia(SyntaxFactory.LineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
        return place switch
        {
            BlockSyntax block => block.WithStatements(block.Statements.Insert(0, statement)),
            CompilationUnitSyntax file when file.Members.Count > 0 => file.WithMembers(file.Members
                .Replace(file.Members[0], file.Members[0].WithoutLeadingTrivia())
                .Insert(0, SyntaxFactory.GlobalStatement(statement).WithLeadingTrivia(file.Members[0].GetLeadingTrivia()))),
            _ => null,
        };
    }
}
