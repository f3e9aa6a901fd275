using System.Globalization;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>Writes code so that equal text means equal behaviour: no offsets, no tokens, no short forms, no order of members.</summary>
internal sealed class CanonicalCode(CanonicalText text, CanonicalNames names)
{
    // The places of instructions in the method at hand, by offset: the code is as the compiler wrote it, so offsets are right.
    private int[] _places = [];

    private readonly CanonicalMetadata _metadata = new(text, names);

    /// <param name="method">What is called.</param>
    /// <param name="code">Where its code lies.</param>
    public void Write(MethodDefinition method, MethodDefinition code)
    {
        text.Append(code.IsSynchronized ? "synchronized method " : "method ");
        names.Write(method);
        text.Append('\n');
        if (method.PInvokeInfo is { } native)
        {
            text.Append($"native {native.Module?.Name} {native.EntryPoint} {native.Attributes}\n");
        }

        _metadata.Write(method);
        if (code.HasBody)
        {
            Write(code.Body);
        }
    }

    /// <summary>What of a type decides about behaviour without being called: its parents, the contents of structs and enums.</summary>
    public void Write(TypeDefinition type)
    {
        text.Append(type switch { { IsInterface: true } => "interface ", { IsEnum: true } => "enum ", { IsValueType: true } => "struct ", _ => "class " });
        names.Write(type);
        text.Append(" : ");
        if (type.BaseType is not null)
        {
            names.Write(type.BaseType);
        }

        text.Append('\n');
        _metadata.Write(type);
        WriteSorted(type.Interfaces, Write);
        if (type.IsEnum)
        {
            WriteSorted(type.Fields.Where(static field => field.IsLiteral), WriteMember);
        }
        else if (type.IsValueType)
        {
            // Structs are compared by their fields, and their size can be asked for.
            text.Append(string.Create(CultureInfo.InvariantCulture, $"layout {type.Attributes & TypeAttributes.LayoutMask} {type.PackingSize} {type.ClassSize} {InlineArrayLength(type)}\n"));
            if (!GeneratedNames.IsGenerated(type))
            {
                WriteSorted(type.Fields.Where(static field => !field.IsStatic), WriteField);
            }
        }
    }

    private static object? InlineArrayLength(TypeDefinition type) =>
        Attributes.Find(type, "InlineArrayAttribute", "System.Runtime.CompilerServices")?.ConstructorArguments[0].Value;

    private void WriteSorted<T>(IEnumerable<T> items, Action<T> write)
    {
        var start = text.Length;
        var lines = new List<string>();
        foreach (var item in items)
        {
            write(item);
            lines.Add(text.Cut(start));
        }

        lines.Sort(StringComparer.Ordinal);
        lines.ForEach(line => text.Append(line).Append('\n'));
    }

    private void Write(InterfaceImplementation implemented)
    {
        text.Append("implements ");
        names.Write(implemented.InterfaceType);
    }

    // Enums are printed and parsed by the names of their members.
    private void WriteMember(FieldDefinition field) =>
        text.Append(field.Name).Append(" = ").Append(Convert.ToString(field.Constant, CultureInfo.InvariantCulture) ?? "");

    private void WriteField(FieldDefinition field)
    {
        text.Append(field.Offset).Append(' ');
        names.Write(field);
        _metadata.WriteBehind(field);
    }

    private void Write(MethodBody body)
    {
        if (!body.InitLocals && body.HasVariables)
        {
            text.Append("locals as they are\n");
        }

        foreach (var variable in body.Variables)
        {
            text.Append("local ");
            names.Write(variable.VariableType);
            text.Append('\n');
        }

        if (_places.Length < body.CodeSize)
        {
            _places = new int[body.CodeSize];
        }

        for (var place = 0; place < body.Instructions.Count; place++)
        {
            _places[body.Instructions[place].Offset] = place;
        }

        foreach (var instruction in body.Instructions)
        {
            Write(instruction);
        }

        if (body.HasExceptionHandlers)
        {
            foreach (var handler in body.ExceptionHandlers)
            {
                Write(handler);
            }
        }
    }

    private void Write(Instruction instruction)
    {
        var (name, number) = ShortForms.Expand(instruction.OpCode);
        text.Append(name).Append(' ');
        if (number is { } known)
        {
            text.Append(known);
        }
        else
        {
            WriteOperand(instruction.Operand);
        }

        text.Append('\n');
    }

    private void WriteOperand(object? operand)
    {
        switch (operand)
        {
            case null:
                break;
            case string literal:
                // The length in front: text in the user's code must not be able to pose as an instruction.
                text.Append(literal.Length).Append(':').Append(literal);
                break;
            case Instruction target:
                text.Append(_places[target.Offset]);
                break;
            case Instruction[] targets:
                text.Append(string.Join(',', targets.Select(target => _places[target.Offset])));
                break;
            case VariableDefinition variable:
                text.Append(variable.Index);
                break;
            case ParameterDefinition parameter:
                text.Append(parameter.Sequence);
                break;
            case TypeReference type:
                names.Write(type);
                break;
            case MethodReference method:
                names.Write(method);
                break;
            case FieldReference field:
                names.Write(field);
                break;
            case CallSite site:
                names.WriteSignature(site);
                break;
            // Bits, because 0.0 and -0.0, and one NaN and another, print alike.
            case double value:
                text.Append(BitConverter.DoubleToInt64Bits(value));
                break;
            case float value:
                text.Append(BitConverter.SingleToInt32Bits(value));
                break;
            case IConvertible value:
                text.Append(value.ToInt64(CultureInfo.InvariantCulture));
                break;
            default:
                throw new NotSupportedException($"Operand {operand.GetType()}");
        }
    }

    private void Write(ExceptionHandler handler)
    {
        text.Append($"{handler.HandlerType} {At(handler.TryStart)}-{At(handler.TryEnd)} {At(handler.FilterStart)} {At(handler.HandlerStart)}-{At(handler.HandlerEnd)} ");
        if (handler.CatchType is not null)
        {
            names.Write(handler.CatchType);
        }

        text.Append('\n');
    }

    private string At(Instruction? instruction) =>
        instruction is null ? "end" : _places[instruction.Offset].ToString(CultureInfo.InvariantCulture);
}
