using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>
/// Walks, breadth first, everything of the assembly that a method can reach. The rule is one: what is written is visited.
/// A method that is named adds its code; a type that is named adds its initializer and what outside code may call on it.
/// </summary>
internal sealed class CallClosure
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<IMemberDefinition> _seen = [];
    private readonly Queue<IMemberDefinition> _waiting = new();
    private readonly TypeHierarchy _hierarchy;
    private readonly CanonicalNames _names;
    private readonly CanonicalCode _code;

    public CallClosure(ModuleDefinition module, TypeHierarchy hierarchy)
    {
        _hierarchy = hierarchy;
        _names = new CanonicalNames(module, Visit);
        _code = new CanonicalCode(_text, _names);
    }

    public string TextOf(MethodDefinition root)
    {
        VisitAll([root]);
        while (_waiting.TryDequeue(out var member))
        {
            switch (member)
            {
                case TypeDefinition type:
                    Write(type);
                    break;
                case MethodDefinition method:
                    Write(method);
                    break;
            }
        }

        return _text.ToString();
    }

    private void Visit(IMemberDefinition member)
    {
        // A tracker is how a method is observed, not what it does.
        if (_seen.Add(member) && !TrackerFinder.IsTracker(member as TypeDefinition ?? member.DeclaringType))
        {
            _waiting.Enqueue(member);
        }
    }

    private void Write(MethodDefinition method)
    {
        _code.Write(method);
        foreach (var instruction in method.HasBody ? method.Body.Instructions : [])
        {
            if (instruction.Operand is MethodReference called
                && _names.InAssembly(called) is { IsVirtual: true } target
                && IsDispatched(instruction, target))
            {
                VisitAll(_hierarchy.OverridesOf(target));
            }
        }
    }

    // `call` goes to exactly one method, except to a static abstract member of an interface.
    private static bool IsDispatched(Instruction instruction, MethodDefinition target) =>
        instruction.OpCode.Code is Code.Callvirt or Code.Ldvirtftn || target.IsStatic;

    private void Write(TypeDefinition type)
    {
        var parent = type.BaseType is null ? "" : _names.Of(type.BaseType);
        _text.Append("type ").Append(_names.Of(type)).Append(" : ").Append(parent).Append('\n');
        VisitAll(type.Methods.Where(static method =>
            method is { IsConstructor: true, IsStatic: true } || TypeHierarchy.MayBeCalledFromOutside(method)));
    }

    // By name, so that the order of members and types in the source does not matter.
    private void VisitAll(IEnumerable<IMemberDefinition> members)
    {
        foreach (var member in members.OrderBy(static member => member.FullName, StringComparer.Ordinal))
        {
            Visit(member);
        }
    }
}
