using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;

namespace MlOps.Analyzers.Security;

/// <summary>Under which key a value is read from a configuration, over any number of sections.</summary>
internal static class ConfigurationKeys
{
    private const int MaxSections = 8;

    /// <summary>The key, its parts joined with <c>:</c>, as far as constants tell; null for what is not read from a configuration.</summary>
    public static string? Of(IOperation read) => read switch
    {
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: { Length: 1 } arguments, Instance: { } owner } when IsConfiguration(owner.Type) => Join(Section(owner), arguments[0].Value.Text()),
        IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.Name: "IConfigurationSection" or "ConfigurationSection" }, Instance: { } section } => Section(section),
        IInvocationOperation { TargetMethod: { Name: "Get", ContainingType.Name: "ConfigurationBinder" }, Arguments: { IsEmpty: false } arguments } => Section(arguments[0].Value),
        IInvocationOperation { TargetMethod: { Name: "GetValue", ContainingType.Name: "ConfigurationBinder" } } value => Join(Section(value.Arguments[0].Value), value.Given("key").Text()),
        _ => null,
    };

    private static string? Section(IOperation owner)
    {
        string? path = null;
        for (var depth = 0; depth < MaxSections && ValueFlow.OriginOf(owner) is IInvocationOperation { TargetMethod.Name: "GetSection" or "GetRequiredSection" } call; depth++)
        {
            path = Join(call.Given("key").Text(), path);
            if ((call.Instance ?? call.Arguments.FirstOrDefault(static argument => IsConfiguration(argument.Value.Type))?.Value) is not { } parent)
            {
                break;
            }

            owner = parent;
        }

        return path;
    }

    private static string? Join(string? section, string? key) => section is null ? key : key is null ? section + ":" : $"{section}:{key}";

    private static bool IsConfiguration(ITypeSymbol? type) =>
        type is { Name: "IConfiguration" or "IConfigurationRoot" or "IConfigurationSection" or "ConfigurationManager" }
        || type?.AllInterfaces.Any(static face => face.Name == "IConfiguration") == true;
}
