using System.Security.Cryptography;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>
/// Reads one unit: the member itself and, breadth first, the generated members that it reaches. The rule is one: what is
/// named is used. A method that is named adds its code; a type that is named adds what runs without being called.
/// </summary>
internal sealed class CodeUnitReader : ICodeUse
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<IMemberDefinition> _seen = [];
    private readonly Queue<IMemberDefinition> _waiting = new();
    private readonly HashSet<IMemberDefinition> _uses = [];
    private readonly Dictionary<string, AssemblyNameReference> _assemblies = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unseen = new(StringComparer.Ordinal);
    private readonly IMemberDefinition _root;
    private readonly CodeScope _scope;
    private readonly TypeHierarchy _hierarchy;
    private readonly CanonicalCode _code;

    private CodeUnitReader(IMemberDefinition root, CodeScope scope, TypeHierarchy hierarchy)
    {
        _root = root;
        _scope = scope;
        _hierarchy = hierarchy;
        _code = new CanonicalCode(_text, new CanonicalNames(scope, this));
    }

    public static CodeUnit Read(IMemberDefinition member, CodeScope scope, TypeHierarchy hierarchy)
    {
        var reader = new CodeUnitReader(member, scope, hierarchy);
        reader.Read();
        return new(
            DisplayName.Of(member, scope.Modules[0]),
            member,
            SHA256.HashData(Encoding.UTF8.GetBytes(reader._text.ToString())),
            reader._uses,
            reader._assemblies.Values,
            reader._unseen);
    }

    /// <summary>What is hashed, readable.</summary>
    public static string TextOf(IMemberDefinition member, CodeScope scope, TypeHierarchy hierarchy)
    {
        var reader = new CodeUnitReader(member, scope, hierarchy);
        reader.Read();
        return reader._text.ToString();
    }

    void ICodeUse.Member(IMemberDefinition member) => Use(member);

    void ICodeUse.Assembly(AssemblyNameReference assembly) => _assemblies.TryAdd(assembly.FullName, assembly);

    private void Read()
    {
        Use(_root);
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
