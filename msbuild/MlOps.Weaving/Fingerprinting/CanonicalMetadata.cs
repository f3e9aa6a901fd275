using System.Globalization;
using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>
/// Writes what the runtime reads beside the code: attributes that it obeys, how values are marshalled, how they lie in
/// memory. Only where there is any: most code has none.
/// </summary>
internal sealed class CanonicalMetadata(CanonicalText text, CanonicalNames names)
{
    // Not all attributes: annotations for people, compilers and analyzers do not change what runs. Those that the compiler
    // turns into something else are written as that: DllImport, StructLayout, FieldOffset, MarshalAs, MethodImpl. ThreadStatic
    // is written wherever the field is named, InlineArray with the layout.
    private static readonly HashSet<(string Namespace, string Name)> s_obeyed =
    [
        ("System", "FlagsAttribute"), // Enums are printed by it.
        ("System.Runtime.CompilerServices", "DisableRuntimeMarshallingAttribute"),
        ("System.Runtime.CompilerServices", "FixedBufferAttribute"),
        ("System.Runtime.CompilerServices", "UnsafeAccessorAttribute"),
        ("System.Runtime.CompilerServices", "UnsafeAccessorTypeAttribute"),
        ("System.Runtime.InteropServices", "BestFitMappingAttribute"),
        ("System.Runtime.InteropServices", "DefaultDllImportSearchPathsAttribute"),
        ("System.Runtime.InteropServices", "SuppressGCTransitionAttribute"),
        ("System.Runtime.InteropServices", "UnmanagedCallConvAttribute"),
        ("System.Runtime.InteropServices", "UnmanagedCallersOnlyAttribute"),
        ("System.Runtime.InteropServices", "UnmanagedFunctionPointerAttribute"),
    ];

    /// <param name="method">As the user declared it: the sibling that weaving moves its code to has no marshalling.</param>
    public void Write(MethodDefinition method)
    {
        WriteLine("method", method);
        WriteLine("returns", method.MethodReturnType);
        foreach (var parameter in method.HasParameters ? method.Parameters : [])
        {
            var direction = DirectionOf(method, parameter);
            if (direction != ParameterAttributes.None || IsObeyed(parameter))
            {
                text.Append("parameter ").Append(parameter.Index).Append($" {direction}");
                WriteBehind(parameter);
                text.Append('\n');
            }
        }

        // By default a native function returns its result code, and a method of COM throws it.
        if (method.IsPreserveSig != method.IsPInvokeImpl)
        {
            text.Append(method.IsPreserveSig ? "returns its result code\n" : "throws its result code\n");
        }

        if (method.IsPInvokeImpl)
        {
            WriteLine("assembly", method.Module.Assembly);
            WriteLine("in", method.DeclaringType);
        }
    }

    public void Write(TypeDefinition type)
    {
        WriteLine("type", type);
        if ((type.Attributes & TypeAttributes.StringFormatMask) is not TypeAttributes.AnsiClass and var format)
        {
            text.Append($"text as {format}\n");
        }

        if (type is { IsValueType: false, IsInterface: false, IsAutoLayout: false })
        {
            text.Append(string.Create(CultureInfo.InvariantCulture, $"layout {type.Attributes & TypeAttributes.LayoutMask} {type.PackingSize} {type.ClassSize}\n"));
            foreach (var field in type.Fields.Where(static field => !field.IsStatic))
            {
                text.Append(field.Offset).Append(' ');
                names.Write(field);
                WriteBehind(field);
                text.Append('\n');
            }
        }

        // Native code calls a delegate by what its Invoke says, which no instruction need name.
        if (type.BaseType is { Name: "MulticastDelegate", Namespace: "System" } && type.Methods.FirstOrDefault(static method => method.Name == "Invoke") is { } invoke)
        {
            Write(invoke);
        }
    }

    /// <summary>Behind the name of a field, in the same line.</summary>
    public void WriteBehind(ICustomAttributeProvider provider)
    {
        WriteAttributes(provider);
        if (provider is IMarshalInfoProvider { HasMarshalInfo: true } marshalled)
        {
            Write(marshalled.MarshalInfo);
        }
    }

    // What is copied to and from native code. On methods of managed code alone `[In]` and `[Out]` are words for people, and
    // `in` and `out` of delegates are part of the language.
    private static ParameterAttributes DirectionOf(MethodDefinition method, ParameterDefinition parameter)
    {
        var type = parameter.ParameterType is IModifierType modified ? modified.ElementType : parameter.ParameterType;
        var isCopied = method.IsPInvokeImpl || method.DeclaringType.IsImport || (method.IsRuntime && !type.IsByReference);
        return isCopied ? parameter.Attributes & (ParameterAttributes.In | ParameterAttributes.Out) : ParameterAttributes.None;
    }

    private static bool IsObeyed(ICustomAttributeProvider provider) =>
        provider is IMarshalInfoProvider { HasMarshalInfo: true } || (provider.HasCustomAttributes && provider.CustomAttributes.Any(IsObeyed));

    private static bool IsObeyed(CustomAttribute attribute) =>
        s_obeyed.Contains((attribute.AttributeType.Namespace, attribute.AttributeType.Name));

    private void WriteLine(string what, ICustomAttributeProvider provider)
    {
        if (IsObeyed(provider))
        {
            text.Append(what);
            WriteBehind(provider);
            text.Append('\n');
        }
    }

    private void WriteAttributes(ICustomAttributeProvider provider)
    {
        if (!provider.HasCustomAttributes)
        {
            return;
        }

        foreach (var attribute in provider.CustomAttributes
            .Where(IsObeyed)
            .OrderBy(static attribute => attribute.AttributeType.Name, StringComparer.Ordinal))
        {
            text.Append(" [").Append(attribute.AttributeType.FullName);
            foreach (var argument in attribute.ConstructorArguments)
            {
                Write(argument);
            }

            foreach (var named in attribute.Fields.Concat(attribute.Properties).OrderBy(static named => named.Name, StringComparer.Ordinal))
            {
                text.Append(' ').Append(named.Name).Append('=');
                Write(named.Argument);
            }

            text.Append(']');
        }
    }

    private void Write(CustomAttributeArgument argument)
    {
        text.Append(' ');
        switch (argument.Value)
        {
            case TypeReference type:
                names.Write(type);
                break;
            case CustomAttributeArgument[] items:
                text.Append(items.Length).Append(':');
                Array.ForEach(items, Write);
                break;
            case var value:
                WriteText(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void Write(MarshalInfo marshalling)
    {
        text.Append($" marshal {marshalling.NativeType}");
        switch (marshalling)
        {
            case FixedSysStringMarshalInfo fixedText:
                text.Append(' ').Append(fixedText.Size);
                break;
            case FixedArrayMarshalInfo items:
                text.Append($" {items.ElementType} ").Append(items.Size);
                break;
            case ArrayMarshalInfo items:
                text.Append($" {items.ElementType} ").Append(items.Size).Append(' ').Append(items.SizeParameterIndex).Append(' ').Append(items.SizeParameterMultiplier);
                break;
            case SafeArrayMarshalInfo items:
                text.Append($" {items.ElementType}");
                break;
            case CustomMarshalInfo custom:
                text.Append(' ');
                names.Write(custom.ManagedType);
                text.Append(' ');
                WriteText(custom.Cookie);
                break;
        }
    }

    // The length in front: text of the user's must not be able to pose as something else.
    private void WriteText(string? value) => text.Append(value?.Length ?? -1).Append(':').Append(value ?? "");
}
