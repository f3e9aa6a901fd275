using System.Globalization;
using System.Security.Cryptography;
using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>
/// Names that depend on meaning alone. What the compiler named after a position in the source is numbered by first encounter
/// in the method it belongs to. Whatever is named is reported to <paramref name="use"/>.
/// </summary>
internal sealed class CanonicalNames(CodeScope scope, ICodeUse use)
{
    private readonly Dictionary<IMemberDefinition, string> _numbers = [];

    public string Of(TypeReference type) => type switch
    {
        GenericParameter parameter => (parameter.Type == GenericParameterType.Method ? "!!" : "!") + Text(parameter.Position),
        GenericInstanceType generic => $"{Of(generic.ElementType)}<{Arguments(generic)}>",
        ArrayType array => $"{Of(array.ElementType)}[{Text(array.Rank)}]",
        ByReferenceType reference => Of(reference.ElementType) + "&",
        PointerType pointer => Of(pointer.ElementType) + "*",
        IModifierType modified => $"{Of(modified.ElementType)} mod({Of(modified.ModifierType)})",
        FunctionPointerType function => "method " + Signature(function),
        TypeSpecification other => $"{other.MetadataType} {Of(other.ElementType)}",
        _ when scope.Find(type) is { } definition => Used(definition),
        _ => External(type),
    };

    public string Of(MethodReference method)
    {
        var definition = scope.Find(method);
        var name = definition is not null ? Used(definition) : method.Name;
        var arguments = method is GenericInstanceMethod generic ? $"<{Arguments(generic)}>" : "";
        var receiver = method.HasThis ? "instance " : "";
        return $"{receiver}{Of(method.DeclaringType)}::{name}{arguments} {Signature(method)}";
    }

    public string Of(FieldReference field)
    {
        var definition = field as FieldDefinition ?? (scope.Find(field.DeclaringType) is null ? null : field.Resolve());
        if (definition is { Attributes: var attributes } && attributes.HasFlag(FieldAttributes.HasFieldRVA))
        {
            // The elements of an array literal. Their field is named after a hash and shared by equal literals.
            return "data " + Convert.ToHexStringLower(SHA256.HashData(definition.InitialValue));
        }

        var name = definition is not null && GeneratedNames.IsPositional(definition) ? Number(definition) : field.Name;
        var lifetime = definition is { IsStatic: true } && definition.CustomAttributes.Any(IsThreadStatic) ? "threadstatic " : "";
        return $"{lifetime}{Of(field.FieldType)} {Of(field.DeclaringType)}::{name}";
    }

    public string Signature(IMethodSignature signature) =>
        $"{Of(signature.ReturnType)}({All(signature.Parameters.Select(static parameter => parameter.ParameterType))})";

    private static bool IsThreadStatic(CustomAttribute attribute) => attribute.AttributeType.FullName == "System.ThreadStaticAttribute";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Arguments(IGenericInstance generic)
    {
        foreach (var argument in generic.GenericArguments)
        {
            // `new T()` is a call of the constructor that no instruction names.
            if (scope.Find(argument) is { } type && type.Methods.FirstOrDefault(IsPublicDefaultConstructor) is { } constructor)
            {
                use.Member(constructor);
            }
        }

        return All(generic.GenericArguments);
    }

    private static bool IsPublicDefaultConstructor(MethodDefinition method) =>
        method is { IsConstructor: true, IsStatic: false, IsPublic: true, HasParameters: false };

    private string All(IEnumerable<TypeReference> types) => string.Join(',', types.Select(Of));

    // By simple name: which version it is, and which build of it, is a matter of the references, not of each method.
    private string External(TypeReference type)
    {
        if (type.Scope is AssemblyNameReference assembly)
        {
            use.Assembly(assembly);
        }

        return $"[{type.Scope?.Name}]{type.FullName}";
    }

    private string Used(TypeDefinition type)
    {
        use.Member(type);
        return GeneratedNames.IsPositional(type) ? Number(type) : $"[{type.Module.Assembly.Name.Name}]{GeneratedNames.FullName(type)}";
    }

    private string Used(MethodDefinition method)
    {
        use.Member(method);
        return GeneratedNames.IsPositional(method) ? Number(method) : method.Name;
    }

    private string Number(IMemberDefinition member)
    {
        if (!_numbers.TryGetValue(member, out var number))
        {
            _numbers.Add(member, number = "#" + Text(_numbers.Count));
        }

        return number;
    }
}
