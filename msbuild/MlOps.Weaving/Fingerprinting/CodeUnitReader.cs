using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>
/// Reads units, one after the other: the member itself and, breadth first, the generated members that it reaches. The rule is
/// one: what is named is used. A method that is named adds its code; a type that is named adds what runs without being called.
/// </summary>
internal sealed class CodeUnitReader : ICodeUse
{
    // Of the unit at hand. Kept from unit to unit for their room: there are thousands of units, and most are small.
    private readonly CanonicalText _text = new();
    private readonly HashSet<IMemberDefinition> _seen = [];
    private readonly Queue<IMemberDefinition> _waiting = new();
    private readonly HashSet<IMemberDefinition> _uses = [];
    private readonly HashSet<AssemblyNameReference> _assemblies = [];
    private readonly SortedSet<string> _unseen = new(StringComparer.Ordinal);
    private IMemberDefinition? _root;

    private readonly CodeScope _scope;
    private readonly TypeHierarchy _hierarchy;
    private readonly CanonicalNames _names;
    private readonly CanonicalCode _code;

    public CodeUnitReader(CodeScope scope)
    {
        _scope = scope;
        _hierarchy = new TypeHierarchy(scope);
        _names = new CanonicalNames(_text, scope, this);
        _code = new CanonicalCode(_text, _names);
    }

    public CodeUnit Read(IMemberDefinition member)
    {
        ReadAll(member);
        return new(DisplayName.Of(member, _scope.Modules[0]), member, _text.Digest(), [.. _uses], [.. _assemblies], [.. _unseen]);
    }

    /// <summary>What is hashed, readable.</summary>
    public string TextOf(IMemberDefinition member)
    {
        ReadAll(member);
        return _text.ToString();
    }

    void ICodeUse.Member(IMemberDefinition member) => Use(member);

    void ICodeUse.Assembly(AssemblyNameReference assembly) => _assemblies.Add(assembly);

    private void ReadAll(IMemberDefinition root)
    {
        _text.Clear();
        _seen.Clear();
        _uses.Clear();
        _assemblies.Clear();
        _unseen.Clear();
        _names.Restart();
        _root = root;
        Use(root);
        while (_waiting.TryDequeue(out var member))
        {
            switch (member)
            {
                case TypeDefinition type:
                    Read(type);
                    break;
                case MethodDefinition method:
                    Read(method);
                    break;
            }
        }
    }

    private void Read(MethodDefinition method)
    {
        var code = WovenCode.Of(method);
        _code.Write(method, code);
        if (UnseenCalls.Of(code) is { } native)
        {
            _unseen.Add(native);
        }

        foreach (var target in UnsafeAccessors.TargetsOf(method, _scope))
        {
            Use(target);
        }

        foreach (var instruction in code.HasBody ? code.Body.Instructions : [])
        {
            if (UnseenCalls.Of(instruction) is { } unseen)
            {
                _unseen.Add(unseen);
            }

            if (instruction.Operand is MethodReference called && _scope.Find(called) is { IsVirtual: true } target && IsDispatched(instruction, target))
            {
                foreach (var possible in _hierarchy.OverridesOf(target))
                {
                    Use(possible);
                }
            }
        }
    }

    // `call` goes to exactly one method, except to a static abstract member of an interface.
    private static bool IsDispatched(Instruction instruction, MethodDefinition target) =>
        instruction.OpCode.Code is Code.Callvirt or Code.Ldvirtftn || target.IsStatic;

    private void Read(TypeDefinition type)
    {
        _code.Write(type);
        // By name, so that the order of members in the source does not matter.
        foreach (var method in type.Methods
            .Where(method => method is { IsConstructor: true, IsStatic: true } || _hierarchy.MayBeCalledFromOutside(method))
            .OrderBy(static method => method.FullName, StringComparer.Ordinal))
        {
            Use(method);
        }
    }

    private void Use(IMemberDefinition member)
    {
        if (!_seen.Add(member) || _scope.IsOfTracking(member))
        {
            return;
        }

        if (member == _root || GeneratedNames.IsGenerated(member))
        {
            _waiting.Enqueue(member);
        }
        else
        {
            _uses.Add(member);
        }
    }
}
