using System.Globalization;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>Writes the code of a method so that equal text means equal behaviour: no offsets, no tokens, no short forms.</summary>
internal sealed class CanonicalCode(StringBuilder text, CanonicalNames names)
{
    public void Write(MethodDefinition method)
    {
        text.Append(method.IsSynchronized ? "synchronized method " : "method ").Append(names.Of(method)).Append('\n');
        if (method.PInvokeInfo is { } native)
        {
            text.Append(CultureInfo.InvariantCulture, $"native {native.Module?.Name} {native.EntryPoint} {native.Attributes}\n");
        }

        if (method.HasBody)
        {
            Write(method.Body);
        }
    }

    private void Write(MethodBody body)
    {
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

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
