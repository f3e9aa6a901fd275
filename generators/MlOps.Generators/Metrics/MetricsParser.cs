using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using MlOps.Generators.Diagnostics;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Metrics;

/// <summary>Reads a <c>[Metrics]</c> type into a model, or says why it cannot be logged.</summary>
internal static class MetricsParser
{
    public static Parsed<MetricsModel> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var location = context.Attributes[0].ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation();
        var name = type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        var members = NumbersOf(type)
            .Select(static member => (member.Type, member.Name, Metric: member.Marks.KeyOf(member.Name)))
            .ToArray();
        if (WhyNot(type, members.Length) is var (reason, cure))
        {
            return new(null, [Diagnostic.Create(TrackingRules.MetricsCannotBeLogged, location, name, reason, cure)]);
        }

        var diagnostics = members
            .Select(member => MlflowNames.WhyNot(member.Metric) is { } problem
                ? Diagnostic.Create(TrackingRules.NameIsNotAllowed, location, member.Metric, "metric", problem)
                : null)
            .OfType<Diagnostic>()
            .ToImmutableArray();
        return new(ToModel(type, name, members), diagnostics);
    }

    /// <summary>The members of a type that are logged.</summary>
    public static IEnumerable<ReadableMember> NumbersOf(ITypeSymbol type) => ReadableMembers.Of(type)
        .Where(static member => Scalars.IsNumber(member.Type) && !member.Marks.IsNotLogged && !member.Marks.IsSensitive);

    private static MetricsModel ToModel(INamedTypeSymbol type, string displayName, (ITypeSymbol Type, string Name, string Metric)[] members) => new(
        HintName: $"{TypePath.FileName(type)}.Metrics.g.cs",
        TypePath.Namespace(type),
        ClassName: Names.Join(TypePath.Of(type).Append("Metrics")),
        displayName,
        type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
        members.Select(static member => new MetricModel(
            member.Metric,
            Scalars.AsDouble(member.Type, $"values.{Names.ToIdentifier(member.Name)}"))).ToEquatableArray());

    private static (string Reason, string Cure)? WhyNot(INamedTypeSymbol type, int numbers)
    {
        if (TypePath.Around(type).FirstOrDefault(static part => part.IsGenericType) is { } generic)
        {
            return ($"'{generic.Name}' is generic", "Use a type without type parameters");
        }

        if (TypeAccess.HiddenIn(type) is { Count: > 0 } hidden)
        {
            return ($"generated code cannot see '{hidden[0].Name}'", $"Make '{hidden[0].Name}' internal or public");
        }

        if (type.IsRefLikeType || type.IsStatic)
        {
            return ($"it is a {(type.IsStatic ? "static class" : "ref struct")}", "Use a record struct");
        }

        return numbers == 0 ? ("it has no public readable number", "Give it properties such as double Loss") : null;
    }
}
