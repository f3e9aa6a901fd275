using Microsoft.CodeAnalysis;
using MlOps.Generators.Diagnostics;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>Reads a tracked method's symbol into a model, or says why it cannot be tracked.</summary>
internal static class TrackedParser
{
    private static readonly SymbolDisplayFormat s_typeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    // Names the generated class uses itself; a parameter of such a name is called otherwise there.
    private static readonly HashSet<string> s_taken =
    [
        "run", "result", "error", "fault", "body", "self", "Method", "Invoke", "Body", "Completed", "LogParams", "LogResult", "Fingerprint",
    ];

    internal readonly record struct Parsed(TrackedModel? Model, Diagnostic? Diagnostic);

    public static Parsed Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not IMethodSymbol method)
        {
            return default;
        }

        var attribute = context.Attributes[0];
        if (Trackability.WhyNot(method, context.TargetNode, cancellation) is { } obstacle)
        {
            var location = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation();
            return new(null, Diagnostic.Create(TrackingRules.MethodCannotBeTracked, location, obstacle.Name, obstacle.Reason, obstacle.Cure));
        }

        return new(ToModel(method, attribute), null);
    }

    private static TrackedModel ToModel(IMethodSymbol method, AttributeData attribute)
    {
        var parameters = method.Parameters
            .Select(static parameter => (Symbol: parameter, Model: new ParameterModel(parameter.Type.ToDisplayString(s_typeFormat), WrapperName(parameter))))
            .ToArray();
        var (shape, resultType) = Shape(method.ReturnType);
        var type = method.ContainingType;
        var typePath = string.Join(".", TypePath(type));
        var @namespace = type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString();
        var overload = Overload(method);
        return new TrackedModel(
            HintName: $"{Qualified(@namespace, string.Join("+", TypePath(type)))}{CaseMark(type)}.{method.Name}{(overload is null ? "" : $"({overload})")}.Tracked.g.cs",
            @namespace,
            ClassName: Names.Join([.. TypePath(type), method.Name, .. overload is null ? Array.Empty<string>() : [overload], "Tracked"]),
            DisplayName: $"{Qualified(@namespace, typePath)}.{method.Name}",
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            method.Name,
            method.IsStatic,
            method.IsAsync,
            shape,
            method.ReturnType.ToDisplayString(s_typeFormat),
            resultType?.ToDisplayString(s_typeFormat),
            Experiment(attribute),
            parameters.Select(static parameter => parameter.Model).ToEquatableArray(),
            parameters.Select(static parameter => LoggedMembers.OfParameter(parameter.Symbol, parameter.Model.Name))
                .OfType<LoggedGroup>().ToEquatableArray(),
            parameters.Where(static parameter => LoggedMembers.IsDataset(parameter.Symbol.Type))
                .Select(static parameter => parameter.Model.Name).ToEquatableArray(),
            resultType is null ? null : LoggedMembers.OfResult(resultType, "result"));
    }

    private static string WrapperName(IParameterSymbol parameter)
    {
        var name = parameter.Name;
        var others = ((IMethodSymbol)parameter.ContainingSymbol).Parameters;
        while (s_taken.Contains(name) || (name != parameter.Name && others.Any(other => other.Name == name)))
        {
            name += "_";
        }

        return Names.ToIdentifier(name);
    }

    private static (ReturnShape Shape, ITypeSymbol? Result) Shape(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Void)
        {
            return (ReturnShape.Nothing, null);
        }

        if (type is INamedTypeSymbol task && Trackability.IsTask(task))
        {
            return task.IsGenericType ? (ReturnShape.TaskOfValue, task.TypeArguments[0]) : (ReturnShape.Task, null);
        }

        return (ReturnShape.Value, type);
    }

    /// <summary>
    /// Tells tracked overloads apart: nothing for the first in the type, then 2, 3, … So are names that differ in case only,
    /// because the compiler does not tell such generated files apart.
    /// </summary>
    private static string? Overload(IMethodSymbol method)
    {
        var before = method.ContainingType.GetMembers()
            .Where(member => string.Equals(member.Name, method.Name, StringComparison.OrdinalIgnoreCase))
            .TakeWhile(member => !SymbolEqualityComparer.Default.Equals(member, method))
            .Count(static member => member.GetAttributes().Any(static attribute =>
                attribute.AttributeClass is { Name: "TrackedAttribute" } type && LoggedMembers.IsIn(type, "MlOps")));
        return before == 0 ? null : (before + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A mark of capital letters, where a type beside this one has the same name in another case.</summary>
    private static string CaseMark(INamedTypeSymbol type)
    {
        var beside = type.ContainingType is { } outer ? outer.GetTypeMembers() : type.ContainingNamespace.GetTypeMembers();
        return beside.Any(other => other.Name != type.Name && string.Equals(other.Name, type.Name, StringComparison.OrdinalIgnoreCase))
            ? $"({string.Concat(type.Name.Select(static letter => char.IsUpper(letter) ? '1' : '0'))})"
            : "";
    }

    private static IEnumerable<string> TypePath(INamedTypeSymbol type) =>
        type.ContainingType is null ? [type.Name] : TypePath(type.ContainingType).Append(type.Name);

    private static string Qualified(string? @namespace, string name) => @namespace is null ? name : $"{@namespace}.{name}";

    private static string? Experiment(AttributeData attribute) =>
        attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "Experiment").Value.Value as string is { Length: > 0 } name ? name : null;
}
