using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using MlOps.Generators.Diagnostics;
using MlOps.Generators.Shared;
using MlOps.Generators.Tracking;

namespace MlOps.Generators.Monitoring;

/// <summary>Reads the symbol of a <c>[Monitored]</c> method into a model, or says why its calls cannot be rows.</summary>
internal static class MonitoredMethodParser
{
    // Names the generated class uses itself; a parameter of such a name is called otherwise there.
    private static readonly HashSet<string> s_taken =
        ["body", "call", "result", "self", "to", "value", "Body", "Call", "Columns", "Completed", "Invoke", "Monitor", "NameOf", "Read"];

    // Members that every record has.
    private static readonly HashSet<string> s_members = ["Deconstruct", "Equals", "GetHashCode", "GetType", "MemberwiseClone", "ToString"];

    public static Parsed<MonitoredMethodModel> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not IMethodSymbol symbol)
        {
            return new(null, []);
        }

        var (method, attribute) = (TrackedParser.Normal(symbol), context.Attributes[0]);
        var location = MonitoredParser.LocationOf(attribute, cancellation);
        if ((WhyNot(method, cancellation) ?? WhyNot(attribute) ?? MonitoredParser.WhyNot(context.SemanticModel.Compilation)) is var (reason, cure))
        {
            return new(null, [Diagnostic.Create(MonitoringRules.CannotBeMonitored, location, Trackability.NameOf(method), reason, cure)]);
        }

        var parameters = method.Parameters.Select(static parameter => (Symbol: parameter, Name: TrackedParser.WrapperName(parameter, s_taken))).ToArray();
        var signature = TrackedSignature.Of(method, TrackedParser.BodyOf(method).IsAsync, isInside: false, parameter => parameters[parameter.Ordinal].Name);
        var reader = new ColumnReader();
        var call = ReadCall(method, signature, parameters.Select(static parameter => parameter.Name).ToArray(), reader);
        var name = TrackerName.Of(method, "Monitored", cancellation);
        var diagnostics = MonitoredParser.Report(reader, method, location).AddRange(OfOptions(attribute, location));
        return diagnostics.Any(static problem => problem.Severity == DiagnosticSeverity.Error)
            ? new(null, diagnostics)
            : new(
                new MonitoredMethodModel(
                    name.HintName,
                    name.Namespace,
                    name.ClassName,
                    name.DisplayName,
                    TrackedParser.TargetOf(method),
                    signature,
                    MonitoredOptionsParser.Parse(attribute, name.DisplayName),
                    call.ToEquatableArray(),
                    reader.Columns.Select(static found => found.Column).ToEquatableArray()),
                diagnostics);
    }

    private static (string Reason, string Cure)? WhyNot(AttributeData attribute) =>
        attribute.NamedArguments.Any(static argument => argument is { Key: "Name", Value.Value: string name } && string.IsNullOrWhiteSpace(name))
            ? ("its monitor would have an empty name", "Give it one, or leave Name out")
            : null;

    private static (string Reason, string Cure)? WhyNot(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.GetAttributes().Ours("Tracked") is not null)
        {
            return ("it is [Tracked] as well, and a call is either a run or a prediction", "Track the method that trains, and monitor the one that predicts");
        }

        if (Trackability.WhyNotMonitored(method, TrackedParser.BodyOf(method), cancellation) is { } obstacle)
        {
            return (obstacle.Reason, obstacle.Cure);
        }

        return method switch
        {
            { MethodKind: MethodKind.LocalFunction, IsStatic: false } => ("it is a local function that may use variables around it", "Make it static"),
            { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => ("it returns a reference", "Return the value"),
            _ when TrackedSignature.TypeParametersOf(method).Any() => ("it is generic, and each of its methods would have other columns", "Monitor a method that is not generic"),
            _ when SignatureAccess.Hidden(method) is { Count: > 0 } hidden => ($"generated code cannot see '{hidden[0].Name}'", $"Make '{hidden[0].Name}' internal or public"),
            _ => null,
        };
    }

    /// <summary>
    /// The columns of a call. What is in the one record that a method takes is named as in a row of that type; with more of them, the name of the
    /// parameter goes before. The result is the column <c>prediction</c>, or those of its members.
    /// </summary>
    private static List<CallPart> ReadCall(IMethodSymbol method, TrackedSignature signature, string[] names, ColumnReader reader)
    {
        var call = new List<CallPart>();
        var isOnly = method.Parameters.Count(static parameter => !Scalars.IsScalar(parameter.Type) && IsPart(parameter.Type)) == 1;
        foreach (var parameter in method.Parameters.Where(static parameter => parameter.RefKind != RefKind.Out))
        {
            var name = names[parameter.Ordinal];
            Add(parameter, parameter.GetAttributes(), parameter.Type, parameter.Name, isOnly ? "" : null, ColumnMarks.Feature, signature.Parameters[parameter.Ordinal].Type, name);
        }

        if (signature is { ResultType: { } type, ResultIsOrdinary: true } && TrackedParser.ResultOf(method) is { } result)
        {
            Add(method, method.GetReturnTypeAttributes(), result, "prediction", "", ColumnMarks.Prediction, type, "result");
        }

        return call;

        void Add(ISymbol symbol, ImmutableArray<AttributeData> attributes, ITypeSymbol valueType, string plainName, string? prefix, string role, string typeName, string value)
        {
            if (!IsPart(valueType))
            {
                return;
            }

            var member = MemberName(value, call);
            var (before, marks) = (reader.Columns.Count, ColumnMarks.Of(attributes, role));
            var column = marks.Name ?? Names.ToSnakeCase(plainName);
            reader.Read(symbol, valueType, $"call.{member}", column, prefix ?? column + ".", marks);
            if (reader.Columns.Count > before)
            {
                call.Add(new CallPart(typeName, member, value));
            }
        }
    }

    private static bool IsPart(ITypeSymbol type) => type.Name != "CancellationToken" && !TrackedSignature.LivesOnStack(type);

    private static string MemberName(string value, List<CallPart> taken)
    {
        var name = char.ToUpperInvariant(value.TrimStart('@')[0]) + value.TrimStart('@').Substring(1);
        while (s_members.Contains(name) || taken.Any(part => part.Name == name))
        {
            name += "_";
        }

        return Names.ToIdentifier(name);
    }

    private static IEnumerable<Diagnostic> OfOptions(AttributeData attribute, Location? location) =>
        from argument in attribute.NamedArguments
        where argument is { Key: "Rows", Value.Value: <= 0 } or { Key: "Minutes", Value.Value: <= 0.0 or double.NaN }
        select Diagnostic.Create(MonitoringRules.WindowMeansNothing, location, argument.Key, argument.Value.Value);
}
