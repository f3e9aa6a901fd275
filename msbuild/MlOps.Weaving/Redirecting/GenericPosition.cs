using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>
/// The type parameters that are in scope in a method, in one row: those of its type, which has those of the types around it, and
/// then its own. A tracker and its method may split that row at different places; the row itself is the same for both.
/// </summary>
internal static class GenericPosition
{
    public static int Count(MethodDefinition method) => method.DeclaringType.GenericParameters.Count + method.GenericParameters.Count;

    /// <summary>The position in the row of a type parameter that <paramref name="method"/> names.</summary>
    public static int Of(GenericParameter parameter, MethodDefinition method) => parameter.Type == GenericParameterType.Type
        ? parameter.Position
        : method.DeclaringType.GenericParameters.Count + parameter.Position;

    /// <summary>What to write in a call from one to the other: the row of the caller, split as the callee splits it.</summary>
    public static MethodReference Call(MethodDefinition from, MethodDefinition to)
    {
        var row = from.DeclaringType.GenericParameters.Concat(from.GenericParameters).ToList();
        var ofType = to.DeclaringType.GenericParameters.Count;
        var reference = ofType == 0 ? to : On(Instance(to.DeclaringType, row.Take(ofType)), to);
        if (!to.HasGenericParameters)
        {
            return reference;
        }

        var instance = new GenericInstanceMethod(reference);
        foreach (var argument in row.Skip(ofType))
        {
            instance.GenericArguments.Add(argument);
        }

        return instance;
    }

    /// <summary>The type as code inside it names it: <c>Trainer&lt;T&gt;</c>.</summary>
    public static TypeReference Self(TypeDefinition type) => type.HasGenericParameters ? Instance(type, type.GenericParameters) : type;

    private static GenericInstanceType Instance(TypeDefinition type, IEnumerable<GenericParameter> arguments)
    {
        var instance = new GenericInstanceType(type);
        foreach (var argument in arguments)
        {
            instance.GenericArguments.Add(argument);
        }

        return instance;
    }

    // The signature stays as declared: inside it, type parameters are numbers that the instance gives a meaning to.
    private static MethodReference On(GenericInstanceType type, MethodDefinition method)
    {
        var reference = new MethodReference(method.Name, method.ReturnType, type)
        {
            HasThis = method.HasThis,
            CallingConvention = method.CallingConvention,
        };
        foreach (var parameter in method.Parameters)
        {
            reference.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        }

        foreach (var parameter in method.GenericParameters)
        {
            reference.GenericParameters.Add(new GenericParameter(parameter.Name, reference));
        }

        return reference;
    }
}
