using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MlOps.Generators.Diagnostics;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>Reads what <c>[Tracked(…)]</c> says, and reports what is wrong with it at the argument.</summary>
internal static class TrackedOptionsParser
{
    public static TrackedOptions Parse(
        AttributeData attribute,
        IMethodSymbol method,
        IReadOnlyList<(IParameterSymbol Symbol, string Name)> parameters,
        ImmutableArray<Diagnostic>.Builder diagnostics,
        CancellationToken cancellation)
    {
        RunNameModel? runName = null;
        if (Text(attribute, "RunName") is { } text)
        {
            (runName, var problem) = RunNameParser.Parse(text, parameters);
            if (problem is var (reason, cure))
            {
                diagnostics.Add(Diagnostic.Create(TrackingRules.UnknownPlaceholder, LocationOf(attribute, "RunName", cancellation), Trackability.NameOf(method), reason, cure));
            }
        }

        return new TrackedOptions(
            Text(attribute, "Experiment"),
            runName,
            Tags(attribute, diagnostics, cancellation),
            IsNested: Value(attribute, "Nested") is not false,
            SamplesSilicon: Value(attribute, "Silicon") is not false,
            Thermal: Value(attribute, "Thermal") as int? ?? 0);
    }

    private static EquatableArray<TagModel> Tags(AttributeData attribute, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellation)
    {
        var tags = new List<TagModel>();
        foreach (var text in Argument(attribute, "Tags") is { Kind: TypedConstantKind.Array, IsNull: false } argument ? argument.Values : [])
        {
            var tag = text.Value as string ?? "";
            var equals = tag.IndexOf('=');
            var key = equals < 0 ? "" : tag.Substring(0, equals).Trim();
            if (key.Length == 0)
            {
                diagnostics.Add(Diagnostic.Create(TrackingRules.MalformedTag, LocationOf(attribute, "Tags", cancellation), tag));
            }
            else if (MlflowNames.WhyNot(key) is { } reason)
            {
                diagnostics.Add(Diagnostic.Create(TrackingRules.NameIsNotAllowed, LocationOf(attribute, "Tags", cancellation), key, "tag", reason));
            }
            else
            {
                tags.Add(new(key, tag.Substring(equals + 1).Trim()));
            }
        }

        return tags.ToEquatableArray();
    }

    private static string? Text(AttributeData attribute, string name) => Value(attribute, name) is string { Length: > 0 } text ? text : null;

    private static object? Value(AttributeData attribute, string name) =>
        Argument(attribute, name) is { IsNull: false, Kind: not TypedConstantKind.Array } argument ? argument.Value : null;

    private static TypedConstant Argument(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value;

    private static Location? LocationOf(AttributeData attribute, string argument, CancellationToken cancellation)
    {
        var syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
        var written = syntax?.ArgumentList?.Arguments.FirstOrDefault(written => written.NameEquals?.Name.Identifier.ValueText == argument);
        return (written ?? (SyntaxNode?)syntax)?.GetLocation();
    }
}
