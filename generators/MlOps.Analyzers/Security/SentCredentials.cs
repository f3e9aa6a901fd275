using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;

namespace MlOps.Analyzers.Security;

/// <summary>Sees whether what uses a URI sends credentials along, as far as the same body says so.</summary>
internal static class SentCredentials
{
    private static readonly HashSet<string> s_headers = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Proxy-Authorization", "X-Api-Key", "Api-Key", "X-Auth-Token" };

    /// <summary>Whether a use of a URI is one with credentials.</summary>
    public static bool With(IOperation use) => use switch
    {
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "BaseAddress" or "RequestUri" } target } => OwnerOf(target) is { } owner && AreGivenTo(owner, use),
        IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: "HttpRequestMessage" } request } => AreGivenTo(OwnerOf(request), use),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "SetEnvironmentVariable" } call } => IsTracking(call, "MLFLOW_TRACKING_URI")
            && ValueFlow.RootOf(call).Descendants().OfType<IInvocationOperation>().Any(static other => IsTracking(other, "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN")),
        IArgumentOperation { Parent: IInvocationOperation call } => (call.Instance ?? call.Arguments[0].Value) is { Type.Name: "HttpClient" or "WebClient" } client
            && OwnerOf(client) is { } owner && AreGivenTo(owner, use),
        _ => false,
    };

    private static bool IsTracking(IInvocationOperation call, params string[] names) =>
        call is { TargetMethod: { Name: "SetEnvironmentVariable", ContainingType.Name: "Environment" }, Arguments.Length: >= 2 }
        && call.Arguments[0].Value.ConstantValue.Value is string name && names.Contains(name);

    private static bool AreGivenTo(object? owner, IOperation place)
    {
        if (owner is null)
        {
            return false;
        }

        var body = ValueFlow.RootOf(place);
        foreach (var operation in body.Descendants())
        {
            var receiver = operation switch
            {
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Authorization" } header, Value.ConstantValue.HasValue: false } => OwnerOf(header),
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Credentials" } property } assignment when IsOwn(assignment.Value) => OwnerOf(property),
                IInvocationOperation { TargetMethod.Name: "Add" or "TryAddWithoutValidation" or "SetBasicAuthentication" or "SetBearerToken", Instance: { } headers } call
                    when call.Arguments.Length > 0 && call.Arguments[0].Value.ConstantValue.Value is string name && s_headers.Contains(name) => OwnerOf(headers),
                _ => null,
            };
            if (receiver is not null && (Equal(receiver, owner) || IsHandlerOf(receiver, owner, body)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Not those of the user who is logged on, which are not sent in clear.</summary>
    private static bool IsOwn(IOperation value) => ValueFlow.OriginsOf(value).Any(static origin => origin.Type?.Name == "NetworkCredential" && origin is IObjectCreationOperation);

    private static bool IsHandlerOf(object handler, object client, IOperation body) => body.Descendants().OfType<IObjectCreationOperation>().Any(creation =>
        creation.Type?.Name == "HttpClient"
        && OwnerOf(creation) is { } made && Equal(made, client)
        && creation.Arguments.Any(argument => OwnerOf(argument.Value) is { } given && Equal(given, handler)));

    /// <summary>The variable or member that a chain of properties begins with, or the creation whose initializer it stands in.</summary>
    private static object? OwnerOf(IOperation operation)
    {
        for (var current = operation; current is not null;)
        {
            switch (current)
            {
                case ILocalReferenceOperation local:
                    return local.Local;
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter;
                case IFieldReferenceOperation field:
                    return field.Field;
                case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } property:
                    return property.Property;
                case IPropertyReferenceOperation property:
                    current = property.Instance;
                    break;
                case IConversionOperation conversion:
                    current = conversion.Operand;
                    break;
                case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }:
                    current = CreationAround(current);
                    break;
                case IObjectCreationOperation creation:
                    return Target(creation);
                default:
                    return null;
            }
        }

        return null;
    }

    private static IObjectCreationOperation? CreationAround(IOperation operation)
    {
        var current = operation.Parent;
        while (current is not (null or IObjectCreationOperation { Initializer: not null }))
        {
            current = current.Parent;
        }

        return current as IObjectCreationOperation;
    }

    /// <summary>What a creation is given to.</summary>
    private static object Target(IObjectCreationOperation creation)
    {
        var current = (IOperation)creation;
        while (current.Parent is IConversionOperation or IVariableInitializerOperation)
        {
            current = current.Parent;
        }

        return current.Parent switch
        {
            IVariableDeclaratorOperation declarator => declarator.Symbol,
            ISimpleAssignmentOperation { Target: not IPropertyReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } } } assignment => OwnerOf(assignment.Target) ?? creation,
            _ => creation,
        };
    }

    private static bool Equal(object one, object other) =>
        one is ISymbol symbol ? other is ISymbol && SymbolEqualityComparer.Default.Equals(symbol, (ISymbol)other) : ReferenceEquals(one, other);
}
