using System.Text.RegularExpressions;
using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>
/// Tells what the user named from what the compiler named after a position in the source, such as
/// <c>&lt;Train&gt;b__3_0</c>: an edit anywhere in the type may rename these.
/// </summary>
internal static partial class GeneratedNames
{
    /// <summary>Whether a member is the compiler's: closures, state machines, lambdas, local functions, and all inside them.</summary>
    public static bool IsGenerated(IMemberDefinition member) =>
        IsMadeUp(member) || (member.DeclaringType is { } outer && IsGenerated(outer));

    /// <summary>Whether the name of a member depends on a position. A generated type has ordinary constructors.</summary>
    public static bool IsPositional(IMemberDefinition member) =>
        member is not MethodDefinition { IsConstructor: true } && IsGenerated(member);

    /// <summary>The full name of a type, without the hash of the path that the compiler puts into those of <c>file</c> types.</summary>
    public static string FullName(TypeDefinition type) =>
        type.FullName.Contains('<', StringComparison.Ordinal) ? FileLocal().Replace(type.FullName, "$1") : type.FullName;

    private static bool IsMadeUp(IMemberDefinition member) => member.Name.StartsWith('<') && member switch
    {
        TypeDefinition => member.Name != "<Module>" && !IsFileLocal(member.Name),
        FieldDefinition => !IsNamedAfterItsOwner(member.Name),
        _ => member.Name is not ("<Clone>$" or "<Main>$"),
    };

    // Asked for all that code names, and nearly always answered by the first look.
    private static bool IsFileLocal(string name) => name.Contains(">F", StringComparison.Ordinal) && FileLocal().IsMatch(name);

    // Fields behind automatic properties, and parameters that a primary constructor keeps.
    private static bool IsNamedAfterItsOwner(string field) =>
        field.EndsWith(">k__BackingField", StringComparison.Ordinal) || field.EndsWith(">P", StringComparison.Ordinal);

    [GeneratedRegex("(<[^<>]*>F)[0-9A-F]{64}(?=__)")]
    private static partial Regex FileLocal();
}
