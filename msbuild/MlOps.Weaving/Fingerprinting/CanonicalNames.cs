using System.Globalization;
using System.Security.Cryptography;
using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>
/// Writes names that depend on meaning alone. What the compiler named after a position in the source is numbered by first
/// encounter in the unit it belongs to. Whatever is named is reported to <paramref name="use"/>.
/// </summary>
internal sealed class CanonicalNames(CanonicalText text, CodeScope scope, ICodeUse use)
{
    private readonly Dictionary<IMemberDefinition, string> _numbers = [];

    /// <summary>Another unit begins: its numbers are its own.</summary>
    public void Restart() => _numbers.Clear();

    public void Write(TypeReference type)
    {
        switch (type)
        {
            case GenericParameter parameter:
                text.Append(parameter.Type == GenericParameterType.Method ? "!!" : "!").Append(parameter.Position);
                break;
            case GenericInstanceType generic:
                Write(generic.ElementType);
                WriteArguments(generic);
                break;
            case ArrayType array:
                Write(array.ElementType);
                text.Append('[').Append(array.Rank).Append(']');
                break;
            case ByReferenceType reference:
                Write(reference.ElementType);
                text.Append('&');
                break;
            case PointerType pointer:
                Write(pointer.ElementType);
                text.Append('*');
                break;
            case IModifierType modified:
                Write(modified.ElementType);
                text.Append(" mod(");
                Write(modified.ModifierType);
                text.Append(')');
                break;
            case FunctionPointerType function:
                text.Append("method ");
                WriteSignature(function);
                break;
            case TypeSpecification other:
                text.Append(other.MetadataType.ToString()).Append(' ');
                Write(other.ElementType);
                break;
            case var _ when scope.Find(type) is { } definition:
                WriteUsed(definition);
                break;
            default:
                WriteExternal(type);
                break;
        }
    }

    public void Write(MethodReference method)
    {
        // The order of the text is not that of the numbers: the method and its type arguments are encountered before its type.
        var name = scope.Find(method) is { } definition ? Used(definition) : method.Name;
        var arguments = method is GenericInstanceMethod generic ? Arguments(generic) : "";
        text.Append(method.HasThis ? "instance " : "");
        Write(method.DeclaringType);
        text.Append("::").Append(name).Append(arguments).Append(' ');
        WriteSignature(method);
    }

    public void Write(FieldReference field)
    {
        var definition = field as FieldDefinition ?? (scope.Find(field.DeclaringType) is null ? null : field.Resolve());
        if (definition is not null && (definition.Attributes & FieldAttributes.HasFieldRVA) != 0)
        {
            // The elements of an array literal. Their field is named after a hash and shared by equal literals.
            text.Append("data ").Append(Convert.ToHexStringLower(SHA256.HashData(definition.InitialValue)));
            return;
        }

        var name = definition is not null && GeneratedNames.IsPositional(definition) ? Number(definition) : field.Name;
        text.Append(definition is { IsStatic: true } && IsThreadStatic(definition) ? "threadstatic " : "");
        Write(field.FieldType);
        text.Append(' ');
        Write(field.DeclaringType);
        text.Append("::").Append(name);
    }

    public void WriteSignature(IMethodSignature signature)
    {
        Write(signature.ReturnType);
        text.Append('(');
        for (var index = 0; signature.HasParameters && index < signature.Parameters.Count; index++)
        {
            text.Append(index > 0 ? "," : "");
            Write(signature.Parameters[index].ParameterType);
        }

        text.Append(')');
    }

    private static bool IsThreadStatic(FieldDefinition field) => Attributes.Find(field, "ThreadStaticAttribute", "System") is not null;

    private string Arguments(GenericInstanceMethod generic)
    {
        var start = text.Length;
        WriteArguments(generic);
        return text.Cut(start);
    }

    private void WriteArguments(IGenericInstance generic)
    {
        foreach (var argument in generic.GenericArguments)
        {
            // `new T()` is a call of the constructor that no instruction names.
            if (scope.Find(argument) is { } type && type.Methods.FirstOrDefault(IsPublicDefaultConstructor) is { } constructor)
            {
                use.Member(constructor);
            }
        }

        text.Append('<');
        for (var index = 0; index < generic.GenericArguments.Count; index++)
        {
            text.Append(index > 0 ? "," : "");
            Write(generic.GenericArguments[index]);
        }

        text.Append('>');
    }

    private static bool IsPublicDefaultConstructor(MethodDefinition method) =>
        method is { IsConstructor: true, IsStatic: false, IsPublic: true, HasParameters: false };

    // By simple name: which version it is, and which build of it, is a matter of the references, not of each method.
    private void WriteExternal(TypeReference type)
    {
        if (type.Scope is AssemblyNameReference assembly)
        {
            use.Assembly(assembly);
        }

        text.Append('[').Append(type.Scope?.Name ?? "").Append(']').Append(type.FullName);
    }

    private void WriteUsed(TypeDefinition type)
    {
        use.Member(type);
        if (GeneratedNames.IsPositional(type))
        {
            text.Append(Number(type));
        }
        else
        {
            text.Append('[').Append(type.Module.Assembly.Name.Name).Append(']').Append(GeneratedNames.FullName(type));
        }
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
            _numbers.Add(member, number = "#" + _numbers.Count.ToString(CultureInfo.InvariantCulture));
        }

        return number;
    }
}
