using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Names as people write them: <c>Demo.Trainer.Train&lt;T&gt;(Options, int[])</c>.</summary>
internal static class DisplayName
{
    /// <param name="member">A method or a type.</param>
    /// <param name="home">Members of other modules have the name of their assembly behind them.</param>
    public static string Of(IMemberDefinition member, ModuleDefinition home)
    {
        var type = member as TypeDefinition ?? member.DeclaringType;
        var name = member is MethodDefinition method ? $"{Of(type)}.{Method(method)}" : $"type {Of(type)}";
        return type.Module == home ? name : $"{name} [{type.Module.Assembly.Name.Name}]";
    }

    private static string Method(MethodDefinition method)
    {
        var generics = method.HasGenericParameters ? $"<{string.Join(", ", method.GenericParameters.Select(static parameter => parameter.Name))}>" : "";
        return $"{LocalFunction(method.Name)}{generics}({string.Join(", ", method.Parameters.Select(static parameter => Short(parameter.ParameterType)))})";
    }

    // `<Main>g__Train|0_1`, where the numbers are a position in the source.
    private static string LocalFunction(string name)
    {
        var mark = name.IndexOf(">g__", StringComparison.Ordinal);
        var end = name.LastIndexOf('|');
        return name.StartsWith('<') && mark > 0 && end > mark ? $"{name[1..mark]}.{name[(mark + 4)..end]}" : name;
    }

    private static string Of(TypeDefinition type)
    {
        var own = type.GenericParameters.Skip(type.DeclaringType?.GenericParameters.Count ?? 0).Select(static parameter => parameter.Name).ToList();
        var name = WithoutArity(type.DeclaringType is null ? GeneratedNames.FullName(type) : type.Name) + (own.Count > 0 ? $"<{string.Join(", ", own)}>" : "");
        return type.DeclaringType is { } outer ? $"{Of(outer)}.{name}" : name;
    }

    private static string Short(TypeReference type) => type switch
    {
        GenericInstanceType generic => $"{Short(generic.ElementType)}<{string.Join(", ", generic.GenericArguments.Select(Short))}>",
        ArrayType array => $"{Short(array.ElementType)}[{new string(',', array.Rank - 1)}]",
        ByReferenceType reference => "ref " + Short(reference.ElementType),
        PointerType pointer => Short(pointer.ElementType) + "*",
        IModifierType modified => Short(modified.ElementType),
        _ => Keyword(type) ?? WithoutArity(type.Name),
    };

    private static string? Keyword(TypeReference type) => type.MetadataType switch
    {
        MetadataType.Boolean => "bool",
        MetadataType.Byte => "byte",
        MetadataType.SByte => "sbyte",
        MetadataType.Char => "char",
        MetadataType.Int16 => "short",
        MetadataType.UInt16 => "ushort",
        MetadataType.Int32 => "int",
        MetadataType.UInt32 => "uint",
        MetadataType.Int64 => "long",
        MetadataType.UInt64 => "ulong",
        MetadataType.Single => "float",
        MetadataType.Double => "double",
        MetadataType.String => "string",
        MetadataType.Object => "object",
        _ => null,
    };

    private static string WithoutArity(string name) => name.IndexOf('`', StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;
}
