using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>Moves the code of a method, with everything that belongs to the code, to a sibling in the same type.</summary>
internal static class MethodMover
{
    // What these ask for, the sibling does. Doing it in both would lock, or jit without tiering, twice.
    private const MethodImplAttributes OnlyForTheSibling =
        MethodImplAttributes.Synchronized | (MethodImplAttributes)AggressiveOptimization | (MethodImplAttributes)RuntimeAsync;

    private const ushort AggressiveOptimization = 0x0200;
    private const ushort RuntimeAsync = 0x2000;

    /// <returns>The sibling. The method itself is left without code.</returns>
    public static MethodDefinition Move(MethodDefinition method)
    {
        var sibling = Declare(method);
        MoveCode(method, sibling);
        DebugInformation.Move(method, sibling);
        method.ImplAttributes &= ~OnlyForTheSibling;
        return sibling;
    }

    private static MethodDefinition Declare(MethodDefinition method)
    {
        // `assembly`, because the tracker that calls it is another class; never virtual: an override must not replace it.
        var attributes = MethodAttributes.Assembly | MethodAttributes.HideBySig | (method.Attributes & MethodAttributes.Static);
        var sibling = new MethodDefinition(SiblingName.Of(method.Name), attributes, method.ReturnType)
        {
            // Inlined into the tracker, the user's frame would vanish from stack traces, and with it the file and the line.
            ImplAttributes = (method.ImplAttributes & ~MethodImplAttributes.AggressiveInlining) | MethodImplAttributes.NoInlining,
            CallingConvention = method.CallingConvention,
            HasThis = method.HasThis,
        };
        foreach (var parameter in method.GenericParameters)
        {
            sibling.GenericParameters.Add(Copy(parameter, sibling));
        }

        // Types and code go on naming the type parameters of the original: they are written as positions, which are the same.
        foreach (var parameter in method.Parameters)
        {
            sibling.Parameters.Add(Copy(parameter));
        }

        sibling.MethodReturnType.Attributes = method.MethodReturnType.Attributes & ~ParameterAttributes.HasFieldMarshal;
        AttributeCopier.Copy(method, sibling);
        AttributeCopier.Copy(method.MethodReturnType, sibling.MethodReturnType);
        method.DeclaringType.Methods.Add(sibling);
        return sibling;
    }

    private static ParameterDefinition Copy(ParameterDefinition parameter)
    {
        // Defaults are for callers in source, and the sibling has none.
        const ParameterAttributes ForCallers =
            ParameterAttributes.Optional | ParameterAttributes.HasDefault | ParameterAttributes.HasFieldMarshal;
        var copy = new ParameterDefinition(parameter.Name, parameter.Attributes & ~ForCallers, parameter.ParameterType);
        AttributeCopier.Copy(parameter, copy);
        return copy;
    }

    private static GenericParameter Copy(GenericParameter parameter, MethodDefinition owner)
    {
        var copy = new GenericParameter(parameter.Name, owner) { Attributes = parameter.Attributes };
        foreach (var constraint in parameter.Constraints)
        {
            var same = new GenericParameterConstraint(constraint.ConstraintType);
            AttributeCopier.Copy(constraint, same);
            copy.Constraints.Add(same);
        }

        AttributeCopier.Copy(parameter, copy);
        return copy;
    }

    private static void MoveCode(MethodDefinition method, MethodDefinition sibling)
    {
        var from = method.Body;
        var to = new MethodBody(sibling) { InitLocals = from.InitLocals };
        foreach (var variable in from.Variables)
        {
            to.Variables.Add(variable);
        }

        // The same instruction objects: branches, handlers, sequence points and scopes go on pointing at the right ones.
        foreach (var instruction in from.Instructions)
        {
            if (instruction.Operand is ParameterDefinition parameter)
            {
                instruction.Operand = parameter == from.ThisParameter ? to.ThisParameter : sibling.Parameters[parameter.Index];
            }

            to.Instructions.Add(instruction);
        }

        foreach (var handler in from.ExceptionHandlers)
        {
            to.ExceptionHandlers.Add(handler);
        }

        sibling.Body = to;
        method.Body = new MethodBody(method);
    }
}
