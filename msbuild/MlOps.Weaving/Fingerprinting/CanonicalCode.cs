using System.Globalization;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>Writes code so that equal text means equal behaviour: no offsets, no tokens, no short forms, no order of members.</summary>
internal sealed class CanonicalCode(StringBuilder text, CanonicalNames names)
{
    /// <param name="method">What is called.</param>
    /// <param name="code">Where its code lies.</param>
    public void Write(MethodDefinition method, MethodDefinition code)
    {
        text.Append(code.IsSynchronized ? "synchronized method " : "method ").Append(names.Of(method)).Append('\n');
        if (method.PInvokeInfo is { } native)
        {
            text.Append(CultureInfo.InvariantCulture, $"native {native.Module?.Name} {native.EntryPoint} {native.Attributes}\n");
        }

        if (code.HasBody)
        {
            Write(code.Body);
        }
    }

    /// <summary>What of a type decides about behaviour without being called: its parents, the contents of structs and enums.</summary>
    public void Write(TypeDefinition type)
    {
        var kind = type switch { { IsInterface: true } => "interface", { IsEnum: true } => "enum", { IsValueType: true } => "struct", _ => "class" };
        text.Append(CultureInfo.InvariantCulture, $"{kind} {names.Of(type)} : {(type.BaseType is null ? "" : names.Of(type.BaseType))}\n");
        WriteSorted(type.Interfaces.Select(implemented => "implements " + names.Of(implemented.InterfaceType)));
        if (type.IsEnum)
        {
            // Enums are printed and parsed by the names of their members.
            WriteSorted(type.Fields.Where(static field => field.IsLiteral).Select(field => $"{field.Name} = {Constant(field)}"));
        }
        else if (type.IsValueType)
        {
            // Structs are compared by their fields, and their size can be asked for.
            text.Append(CultureInfo.InvariantCulture, $"layout {type.Attributes & TypeAttributes.LayoutMask} {type.PackingSize} {type.ClassSize} {InlineArrayLength(type)}\n");
            if (!GeneratedNames.IsGenerated(type))
            {
                WriteSorted(type.Fields.Where(static field => !field.IsStatic).Select(field => $"{field.Offset} {names.Of(field)}"));
            }
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Constant(FieldDefinition field) => Convert.ToString(field.Constant, CultureInfo.InvariantCulture) ?? "";

    private static object? InlineArrayLength(TypeDefinition type) => type.CustomAttributes
        .FirstOrDefault(static attribute => attribute.AttributeType.FullName == "System.Runtime.CompilerServices.InlineArrayAttribute")?
        .ConstructorArguments[0].Value;

    private void WriteSorted(IEnumerable<string> lines)
    {
        foreach (var line in lines.Order(StringComparer.Ordinal))
        {
            text.Append(line).Append('\n');
        }
    }

    private void Write(MethodBody body)
    {
        if (!body.InitLocals && body.HasVariables)
        {
            text.Append("locals as they are\n");
        }

        foreach (var variable in body.Variables)
        {
            text.Append("local ").Append(names.Of(variable.VariableType)).Append('\n');
        }

        var positions = new Dictionary<Instruction, int>(body.Instructions.Count);
        foreach (var instruction in body.Instructions)
        {
            positions.Add(instruction, positions.Count);
        }

        foreach (var instruction in body.Instructions)
        {
            Write(instruction, positions);
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            Write(handler, positions);
        }
    }

    private void Write(Instruction instruction, Dictionary<Instruction, int> positions)
    {
        var (name, number) = ShortForms.Expand(instruction.OpCode);
        text.Append(name).Append(' ').Append(number is { } known ? Number(known) : Operand(instruction.Operand, positions)).Append('\n');
    }

    private string Operand(object? operand, Dictionary<Instruction, int> positions) => operand switch
    {
        null => "",
        // The length in front: text in the user's code must not be able to pose as an instruction.
        string literal => $"{Number(literal.Length)}:{literal}",
        Instruction target => Number(positions[target]),
        Instruction[] targets => string.Join(',', targets.Select(target => Number(positions[target]))),
        VariableDefinition variable => Number(variable.Index),
        ParameterDefinition parameter => Number(parameter.Sequence),
        TypeReference type => names.Of(type),
        MethodReference method => names.Of(method),
        FieldReference field => names.Of(field),
        CallSite site => names.Signature(site),
        // Bits, because 0.0 and -0.0, and one NaN and another, print alike.
        double value => Number(BitConverter.DoubleToInt64Bits(value)),
        float value => Number(BitConverter.SingleToInt32Bits(value)),
        IConvertible value => Number(value.ToInt64(CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"Operand {operand.GetType()}"),
    };

    private void Write(ExceptionHandler handler, Dictionary<Instruction, int> positions)
    {
        string At(Instruction? instruction) => instruction is null ? "end" : Number(positions[instruction]);
        text.Append(CultureInfo.InvariantCulture, $"{handler.HandlerType} {At(handler.TryStart)}-{At(handler.TryEnd)} {At(handler.FilterStart)} ");
        text.Append(CultureInfo.InvariantCulture, $"{At(handler.HandlerStart)}-{At(handler.HandlerEnd)} ");
        text.Append(handler.CatchType is null ? "" : names.Of(handler.CatchType)).Append('\n');
    }
}
