using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;

namespace MlOps.Analyzers.Leakage;

/// <summary>The columns that a trainer of ML.NET learns from and learns to predict.</summary>
internal sealed record TrainerColumns(string Trainer, string Label, string Features)
{
    /// <summary>The columns of a call that makes a trainer; null for other calls, trainers without these, and where they are not certain.</summary>
    public static TrainerColumns? Of(IInvocationOperation call)
    {
        if (!IsTrainer(call))
        {
            return null;
        }

        var method = call.TargetMethod;
        var hasOptions = method.Parameters.Any(static parameter => parameter.Name == "options");
        if (!hasOptions && !(Has("labelColumnName") && Has("featureColumnName")))
        {
            return null; // Clustering has no label, a recommendation no features.
        }

        return ColumnOf(call, "labelColumnName", "LabelColumnName", "Label") is { } label
            && ColumnOf(call, "featureColumnName", "FeatureColumnName", "Features") is { } features
                ? new(method.Name, label, features)
                : null;

        bool Has(string name) => method.Parameters.Any(parameter => parameter.Name == name);
    }

    private static bool IsTrainer(IInvocationOperation call) =>
        (call.Instance ?? call.Arguments.FirstOrDefault()?.Value)?.Type is { } catalog
        && catalog.Name.EndsWith("Trainers", StringComparison.Ordinal)
        && catalog.ContainingNamespace?.ToDisplayString() == "Microsoft.ML";

    private static string? ColumnOf(IInvocationOperation call, string parameter, string option, string otherwise)
    {
        if (call.Given("options") is not { } options)
        {
            return call.Given(parameter) is { } given ? given.Text() : otherwise;
        }

        // Options of a variable may be set line by line; only what stands in the call is certain.
        return options is IObjectCreationOperation creation && HasOption(creation, option)
            ? Set(creation, option) is { } value ? value.Text() : otherwise
            : null;
    }

    private static bool HasOption(IObjectCreationOperation creation, string option)
    {
        for (var type = creation.Type; type is not null; type = type.BaseType)
        {
            if (!type.GetMembers(option).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static Microsoft.CodeAnalysis.IOperation? Set(IObjectCreationOperation creation, string option) => creation.Initializer?.Initializers
        .OfType<ISimpleAssignmentOperation>()
        .FirstOrDefault(assignment => assignment.Target is IMemberReferenceOperation member && member.Member.Name == option)?.Value;
}
