using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Monitoring;

/// <summary>What our attributes say about a member, a parameter or a result as a column.</summary>
/// <param name="Name">The name that one of them gives.</param>
/// <param name="Role">A name of <c>ColumnRole</c>.</param>
/// <param name="IsCategorical">Whether numbers are levels.</param>
/// <param name="IsSensitive">Whether values must not be kept in the clear.</param>
/// <param name="IsLeftOut">Whether it is no column.</param>
internal readonly record struct ColumnMarks(string? Name, string Role, bool IsCategorical, bool IsSensitive, bool IsLeftOut)
{
    public const string Feature = "Feature";
    public const string Target = "Target";
    public const string Prediction = "Prediction";

    /// <summary>Those of something that no attribute stands on.</summary>
    public static ColumnMarks Plain(string role) => new(null, role, false, false, false);

    /// <param name="attributes">Those that stand on it.</param>
    /// <param name="role">What it is unless they say so.</param>
    public static ColumnMarks Of(IEnumerable<AttributeData> attributes, string role)
    {
        var marks = Plain(role);
        foreach (var attribute in attributes)
        {
            if (attribute.AttributeClass is { } type && type.IsIn("MlOps"))
            {
                marks = type.Name switch
                {
                    "FeatureAttribute" => marks.With(Feature, attribute),
                    "TargetAttribute" => marks.With(Target, attribute),
                    "PredictionAttribute" => marks.With(Prediction, attribute),
                    "SensitiveAttribute" => marks with { IsSensitive = true },
                    "NotMonitoredAttribute" => marks with { IsLeftOut = true },
                    _ => marks,
                };
            }
        }

        return marks;
    }

    private ColumnMarks With(string role, AttributeData attribute) => this with
    {
        Role = role,
        Name = attribute.FirstText(),
        IsCategorical = attribute.NamedArguments.Any(static argument => argument is { Key: "Categorical", Value.Value: true }),
    };
}
