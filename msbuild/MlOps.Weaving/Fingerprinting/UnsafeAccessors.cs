using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Methods without code that the runtime binds to a member of another type, private ones included, by name.</summary>
internal static class UnsafeAccessors
{
    private const string CompilerServices = "System.Runtime.CompilerServices";

    // The values of `UnsafeAccessorKind` that lead to code.
    private const int Constructor = 0;
    private const int Method = 1;
    private const int StaticMethod = 2;

    /// <summary>Whether it names a type by text, which is looked up at run time.</summary>
    public static bool LooksUpTypes(MethodDefinition method) =>
        Find(method) is not null && method.Parameters.Cast<ICustomAttributeProvider>().Append(method.MethodReturnType)
            .Any(static provider => Attributes.Find(provider, "UnsafeAccessorTypeAttribute", CompilerServices) is not null);

    /// <summary>The methods of the scope that a call of the method may end in: all overloads, by name, in doubt one too many.</summary>
    public static IEnumerable<MethodDefinition> TargetsOf(MethodDefinition method, CodeScope scope)
    {
        if (Find(method) is not { ConstructorArguments: [{ Value: int kind }, ..] } attribute || kind is not (Constructor or Method or StaticMethod))
        {
            return [];
        }

        var owner = kind == Constructor ? method.ReturnType : method.Parameters.FirstOrDefault()?.ParameterType;
        var name = kind == Constructor ? ".ctor" : NameIn(attribute) ?? method.Name;
        return owner is not null && scope.Find(owner) is { } type
            ? type.Methods.Where(candidate => candidate.Name == name).OrderBy(static candidate => candidate.FullName, StringComparer.Ordinal)
            : [];
    }

    private static CustomAttribute? Find(MethodDefinition method) => Attributes.Find(method, "UnsafeAccessorAttribute", CompilerServices);

    private static string? NameIn(CustomAttribute attribute) =>
        attribute.Properties.FirstOrDefault(static property => property.Name == "Name").Argument.Value as string;
}
