using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Is told what a piece of code names.</summary>
internal interface ICodeUse
{
    /// <summary>A type or method of the scope.</summary>
    void Member(IMemberDefinition member);

    /// <summary>An assembly outside the scope.</summary>
    void Assembly(AssemblyNameReference assembly);
}
