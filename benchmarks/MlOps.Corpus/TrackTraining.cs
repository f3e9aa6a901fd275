using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Corpus;

/// <summary>Puts <c>[Tracked]</c> on methods that are called like training, as their authors might: nobody's code has it yet.</summary>
internal sealed partial class TrackTraining : CSharpSyntaxRewriter
{
    public static SyntaxTree In(SyntaxTree tree) => tree.WithRootAndOptions(new TrackTraining().Visit(tree.GetRoot()), tree.Options);

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        if (!Name().IsMatch(node.Identifier.ValueText) || node.Modifiers.Any(SyntaxKind.AbstractKeyword) || node.Parent is InterfaceDeclarationSyntax)
        {
            return base.VisitMethodDeclaration(node);
        }

        // On the line of the method, so that places stay right.
        var attribute = SyntaxFactory.ParseCompilationUnit("[global::MlOps.Tracked] class C;").Members[0].AttributeLists[0]
            .WithLeadingTrivia(node.GetLeadingTrivia());
        return node.WithLeadingTrivia().AddAttributeLists(attribute);
    }

    [GeneratedRegex("^(?:Train|Fit|Learn|BuildTrain|CreateModel|BuildModel|Evaluate|RunExperiment|RetrainModel)", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
