using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using MlOps.Generators.Diagnostics;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>Reads a tracked method's symbol into a model, or says why it cannot be tracked.</summary>
internal static class TrackedParser
{
    // Names the generated class uses itself; a parameter of such a name is called otherwise there.
    private static readonly HashSet<string> s_taken =
    [
        "run", "result", "error", "fault", "body", "self",
        "Method", "Invoke", "Body", "Completed", "LogParams", "LogResult", "Fingerprint",
    ];

    public static Parsed<TrackedModel> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        context.TargetSymbol is IMethodSymbol method ? Parse(method, context.Attributes[0], cancellation) : new(null, []);

    /// <summary>What keeps a method from being tracked, as a diagnostic at the attribute; <see langword="null"/> if nothing does.</summary>
    public static Diagnostic? WhyNot(IMethodSymbol method, AttributeData attribute, CancellationToken cancellation)
    {
        method = Normal(method);
        var location = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation();
        if (Trackability.WhyNot(method, BodyOf(method), cancellation) is { } obstacle)
        {
            return Diagnostic.Create(TrackingRules.MethodCannotBeTracked, location, obstacle.Name, obstacle.Reason, obstacle.Cure);
        }

        if (method is { MethodKind: MethodKind.LocalFunction, IsStatic: false })
        {
            return Diagnostic.Create(TrackingRules.LocalFunctionMustBeStatic, location, method.Name);
        }

        if (SignatureAccess.Hidden(method) is { Count: > 0 } hidden && SignatureAccess.NotPartial(method, cancellation).ToArray() is { Length: > 0 } closed)
        {
            var types = string.Join(" and ", closed.Select(static type => $"'{type.Name}'"));
            return Diagnostic.Create(TrackingRules.TypeMustBePartial, location, Trackability.NameOf(method), hidden[0].Name, types);
        }

        return null;
    }

    /// <summary>What a tracked method logs by itself of a call: its parameters, and its result.</summary>
    public static (Logged Params, Logged Result) LoggedBy(IMethodSymbol method)
    {
        method = Normal(method);
        return LoggedBy(method, ParametersOf(method));
    }

    /// <summary>The parameter that a path begins with, or the method.</summary>
    public static Location? LocationOf(IMethodSymbol method, string path)
    {
        var parameter = method.Parameters.FirstOrDefault(parameter => path == parameter.Name || path.StartsWith(parameter.Name + ".", StringComparison.Ordinal));
        return (parameter?.Locations ?? method.Locations).FirstOrDefault();
    }

    private static Parsed<TrackedModel> Parse(IMethodSymbol method, AttributeData attribute, CancellationToken cancellation)
    {
        if (WhyNot(method, attribute, cancellation) is { } problem)
        {
            return new(null, [problem]);
        }

        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var model = ToModel(Normal(method), attribute, diagnostics, cancellation);
        return new(model, diagnostics.ToImmutable());
    }

    /// <summary>The members of an extension block are static methods of the class around it; a partial method is its first part.</summary>
    internal static IMethodSymbol Normal(IMethodSymbol method) => method.AssociatedExtensionImplementation ?? method.PartialDefinitionPart ?? method;

    /// <summary>The part of a partial method that has the code.</summary>
    internal static IMethodSymbol BodyOf(IMethodSymbol method) => method.PartialImplementationPart ?? method;

    private static TrackedModel ToModel(
        IMethodSymbol method, AttributeData attribute, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellation)
    {
        var isInside = SignatureAccess.Hidden(method).Count > 0;
        var parameters = ParametersOf(method);
        var signature = TrackedSignature.Of(method, BodyOf(method).IsAsync, isInside, parameter => parameters[parameter.Ordinal].Name);
        var (logged, result) = LoggedBy(method, parameters);
        Report(method, logged.Cuts.Concat(result.Cuts), diagnostics);
        ReportNames(method, diagnostics, cancellation);

        var name = TrackerName.Of(method, "Tracked", cancellation);
        return new TrackedModel(
            name.HintName,
            name.Namespace,
            isInside ? TypePath.Around(method.ContainingType).Select(Header).ToEquatableArray() : default,
            isInside ? name.ShortClassName : name.ClassName,
            name.DisplayName,
            TargetOf(method),
            signature,
            TrackedOptionsParser.Parse(attribute, method, parameters, diagnostics, cancellation),
            logged.Nodes,
            parameters.Select(static parameter => LoggedInputs.Of(parameter.Symbol, parameter.Name)).OfType<InputModel>().ToEquatableArray(),
            result.Nodes);
    }

    private static (Logged Params, Logged Result) LoggedBy(IMethodSymbol method, IReadOnlyList<(IParameterSymbol Symbol, string Name)> parameters)
    {
        var taken = new HashSet<string>(s_taken.Concat(parameters.Select(static parameter => parameter.Name)));
        var logged = LoggedMembers.OfParameters(parameters, taken);
        var result = ResultOf(method) is { } type && !TrackedSignature.LivesOnStack(type) ? LoggedMembers.OfResult(method, type, taken) : Logged.Nothing;
        return (logged, result);
    }

    private static (IParameterSymbol Symbol, string Name)[] ParametersOf(IMethodSymbol method) =>
        [.. method.Parameters.Select(static parameter => (parameter, WrapperName(parameter, s_taken)))];

    /// <summary>How the weaver finds a method.</summary>
    internal static TrackedTarget TargetOf(IMethodSymbol method)
    {
        var type = TrackerName.OpenTypeOf(method.ContainingType);
        return method.MethodKind == MethodKind.LocalFunction
            ? new(type, method.Name, Trackability.MethodAround(method)!.MetadataName)
            : new(type, method.MetadataName, null);
    }

    /// <summary>What a caller gets in the end.</summary>
    internal static ITypeSymbol? ResultOf(IMethodSymbol method) => method.ReturnType switch
    {
        { SpecialType: SpecialType.System_Void } => null,
        INamedTypeSymbol task when Trackability.IsTask(task) => task.TypeArguments.FirstOrDefault(),
        var type => type,
    };

    /// <summary>What generated code calls a parameter: as it is called, unless that is taken there.</summary>
    internal static string WrapperName(IParameterSymbol parameter, HashSet<string> taken)
    {
        var name = parameter.Name;
        var others = ((IMethodSymbol)parameter.ContainingSymbol).Parameters;
        while (taken.Contains(name) || (name != parameter.Name && others.Any(other => other.Name == name)))
        {
            name += "_";
        }

        return Names.ToIdentifier(name);
    }

    /// <summary>Another part of a partial type: <c>partial class Box&lt;T&gt;</c>.</summary>
    private static string Header(INamedTypeSymbol type)
    {
        var kind = type switch
        {
            { IsRecord: true, IsValueType: true } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            { TypeKind: TypeKind.Interface } => "interface",
            _ => "class",
        };
        var parameters = type.TypeParameters.Select(static parameter => parameter.Variance switch
        {
            VarianceKind.In => "in ",
            VarianceKind.Out => "out ",
            _ => "",
        } + Names.ToIdentifier(parameter.Name)).ToArray();
        return $"{(type.IsRefLikeType ? "ref " : "")}partial {kind} {Names.ToIdentifier(type.Name)}{(parameters.Length == 0 ? "" : $"<{string.Join(", ", parameters)}>")}";
    }

    private static void Report(IMethodSymbol method, IEnumerable<(string Path, string Reason)> cuts, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        foreach (var (path, reason) in cuts)
        {
            diagnostics.Add(Diagnostic.Create(TrackingRules.PartIsNotRecorded, LocationOf(method, path), path, Trackability.NameOf(method), reason));
        }
    }

    private static void ReportNames(IMethodSymbol method, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellation)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.GetAttributes().Ours("Param") is { } rename && rename.FirstText() is { } name && MlflowNames.WhyNot(name) is { } reason)
            {
                var location = rename.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation();
                diagnostics.Add(Diagnostic.Create(TrackingRules.NameIsNotAllowed, location, name, "param", reason));
            }
        }
    }
}
