using System.Globalization;
using System.Security.Cryptography;
using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>
/// Names that depend on meaning alone. The compiler numbers what it generates by the position in the source;
/// here it is numbered by first encounter. Whatever of the assembly is named is reported to be visited.
/// </summary>
internal sealed class CanonicalNames(ModuleDefinition module, Action<IMemberDefinition> visit)
{
    private readonly Dictionary<IMemberDefinition, string> _generated = [];

    public string Of(TypeReference type) => type switch
    {
        GenericParameter parameter => (parameter.Type == GenericParameterType.Method ? "!!" : "!") + Text(parameter.Position),
        GenericInstanceType generic => $"{Of(generic.ElementType)}<{All(generic.GenericArguments)}>",
        ArrayType array => $"{Of(array.ElementType)}[{Text(array.Rank)}]",
        ByReferenceType reference => Of(reference.ElementType) + "&",
        PointerType pointer => Of(pointer.ElementType) + "*",
        IModifierType modified => $"{Of(modified.ElementType)} mod({Of(modified.ModifierType)})",
        FunctionPointerType function => "method " + Signature(function),
        TypeSpecification other => $"{other.MetadataType} {Of(other.ElementType)}",
        _ when InAssembly(type) is { } definition => Visited(definition, definition.FullName),
        _ => $"[{Identity(type.Scope)}]{type.FullName}",
    };

    public string Of(MethodReference method)
    {
        var name = InAssembly(method) is { } definition ? Visited(definition, definition.Name) : method.Name;
        var arguments = method is GenericInstanceMethod generic ? $"<{All(generic.GenericArguments)}>" : "";
        var receiver = method.HasThis ? "instance " : "";
        return $"{receiver}{Of(method.DeclaringType)}::{name}{arguments} {Signature(method)}";
    }

    public string Of(FieldReference field)
    {
        var definition = InAssembly(field.DeclaringType) is null ? null : field.Resolve();
        if (definition is { Attributes: var attributes } && attributes.HasFlag(FieldAttributes.HasFieldRVA))
        {
            // The elements of an array literal. Their field is named after a hash and shared by equal literals.
            return "data " + Convert.ToHexStringLower(SHA256.HashData(definition.InitialValue));
        }

        var name = definition is not null && IsGenerated(definition) ? Number(definition) : field.Name;
        return $"{Of(field.FieldType)} {Of(field.DeclaringType)}::{name}";
    }

    public string Signature(IMethodSignature signature) =>
        $"{Of(signature.ReturnType)}({All(signature.Parameters.Select(static parameter => parameter.ParameterType))})";

    public MethodDefinition? InAssembly(MethodReference method) => InAssembly(method.DeclaringType) is null ? null : method.Resolve();

    // Arrays have methods of their own (`int[,]::Get`), which no assembly defines.
    private TypeDefinition? InAssembly(TypeReference type) =>
        type is not ArrayType && type.GetElementType() is TypeDefinition definition && definition.Module == module ? definition : null;

    private string All(IEnumerable<TypeReference> types) => string.Join(',', types.Select(Of));

    private string Visited(IMemberDefinition member, string name)
    {
        visit(member);
        return IsGenerated(member) ? Number(member) : name;
    }

    private string Number(IMemberDefinition member)
    {
        if (!_generated.TryGetValue(member, out var number))
        {
            _generated.Add(member, number = "#" + Text(_generated.Count));
        }

        return number;
    }

    // Special names (.ctor) mean something; all others inside a generated type are the compiler's.
    private static bool IsGenerated(IMemberDefinition member) =>
        member.Name.StartsWith('<')
        || (member.DeclaringType is { } outer && IsGenerated(outer) && member is not MethodDefinition { IsConstructor: true });

    private static string Identity(IMetadataScope scope) =>
        scope is AssemblyNameReference assembly ? $"{assembly.Name} {assembly.Version}" : scope.Name;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
