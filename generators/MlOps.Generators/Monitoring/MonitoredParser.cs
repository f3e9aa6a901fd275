using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using MlOps.Generators.Diagnostics;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Monitoring;

/// <summary>Reads the symbol of a <c>[Monitored]</c> type into a model, or says why its values cannot be rows.</summary>
internal static class MonitoredParser
{
    private const string Registry = "MlOps.Monitoring.RowSchema";

    public static Parsed<MonitoredTypeModel> ParseType(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type)
        {
            return new(null, []);
        }

        var location = LocationOf(context.Attributes[0], cancellation);
        if ((WhyNot(type) ?? WhyNot(context.SemanticModel.Compilation)) is var (reason, cure))
        {
            return new(null, [Diagnostic.Create(MonitoringRules.CannotBeMonitored, location, Display(type), reason, cure)]);
        }

        var reader = new ColumnReader();
        reader.ReadRow(type, "row");
        var settings = context.Attributes[0].NamedArguments.Select(argument => Diagnostic.Create(MonitoringRules.SettingOfAType, location, argument.Key, Display(type)));
        var diagnostics = Report(reader, type, location).AddRange(settings);
        return diagnostics.Any(static problem => problem.Severity == DiagnosticSeverity.Error)
            ? new(null, diagnostics)
            : new(
                new MonitoredTypeModel(
                    HintName: $"{TypePath.FileName(type)}.Monitored.g.cs",
                    TypePath.Namespace(type),
                    ClassName(type),
                    DisplayName: type.ToDisplayString(),
                    type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                    reader.Columns.Select(static found => found.Column).ToEquatableArray()),
                diagnostics);
    }

    /// <summary>What is wrong with the columns that were found.</summary>
    public static ImmutableArray<Diagnostic> Report(ColumnReader reader, ISymbol of, Location? attribute)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var (symbol, reason) in reader.Cuts)
        {
            diagnostics.Add(Diagnostic.Create(MonitoringRules.PartIsNotMonitored, InSource(symbol) ?? attribute, symbol.Name, reason));
        }

        foreach (var columns in reader.Columns.GroupBy(static found => found.Column.Name).Select(static columns => columns.ToArray()).Where(static columns => columns.Length > 1))
        {
            diagnostics.Add(Diagnostic.Create(MonitoringRules.TwoColumnsOfOneName, InSource(columns[1].Symbol) ?? attribute, columns[0].Symbol.Name, columns[1].Symbol.Name, columns[0].Column.Name));
        }

        if (reader.Columns.Count == 0)
        {
            diagnostics.Add(Diagnostic.Create(
                MonitoringRules.CannotBeMonitored, attribute, Display(of), "nothing in it can be a column", "Monitor what has public numbers, texts or enums"));
        }

        return diagnostics.ToImmutable();
    }

    /// <summary>What the project lacks for monitoring.</summary>
    public static (string Reason, string Cure)? WhyNot(Compilation compilation) => compilation.GetTypeByMetadataName(Registry) is null
        ? ("the project does not reference MlOps.Monitoring", "Reference the package MlOps.Generators, which brings it, or MlOps.Monitoring")
        : null;

    public static Location? LocationOf(AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation();

    private static (string Reason, string Cure)? WhyNot(INamedTypeSymbol type)
    {
        if (TypePath.Around(type).FirstOrDefault(static part => part.IsGenericType) is { } generic)
        {
            return ($"'{generic.Name}' is generic, and each of its types would have other columns", "Monitor a type that is not generic");
        }

        if (TypeAccess.HiddenIn(type) is { Count: > 0 } hidden)
        {
            return ($"generated code cannot see '{hidden[0].Name}'", $"Make '{hidden[0].Name}' internal or public");
        }

        return type switch
        {
            { IsStatic: true } => ("it is static and holds no values", "Monitor the type of the values"),
            { IsRefLikeType: true } => ("it only lives on the stack", "Monitor a type that can be kept in a list"),
            _ when !ReadableMembers.AreWorthReading(type) => ("it is a collection, or something to be disposed of", "Monitor the type of its elements"),
            _ => null,
        };
    }

    /// <summary><c>FlowerRow</c>, unless the user has a type of that name.</summary>
    private static string ClassName(INamedTypeSymbol type)
    {
        var name = Names.Join(TypePath.Of(type)) + "Row";
        while (type.ContainingNamespace.GetTypeMembers(name).Length > 0)
        {
            name += "_";
        }

        return name;
    }

    private static Location? InSource(ISymbol symbol) => symbol.Locations.FirstOrDefault(static location => location.IsInSource);

    private static string Display(ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
