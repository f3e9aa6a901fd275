using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>
/// A method or type that the user wrote, with all that the compiler made of it: closures, state machines, local functions.
/// Nothing here depends on who asks, so that each is read once, whatever the number of tracked methods that reach it.
/// </summary>
/// <param name="Name">As users write it: <c>Demo.Trainer.Train(Options)</c>; with the assembly behind it if that is another one.</param>
/// <param name="Member">The method or type.</param>
/// <param name="Digest">SHA-256 of its canonical code.</param>
/// <param name="Uses">The methods and types of the scope that it names, or that a call of its may end in.</param>
/// <param name="Assemblies">The assemblies outside the scope that it names.</param>
/// <param name="Unseen">What it does that cannot be followed.</param>
internal sealed record CodeUnit(
    string Name,
    IMemberDefinition Member,
    byte[] Digest,
    IReadOnlyCollection<IMemberDefinition> Uses,
    IReadOnlyCollection<AssemblyNameReference> Assemblies,
    IReadOnlyCollection<string> Unseen)
{
    public ModuleDefinition Module => (Member as TypeDefinition ?? Member.DeclaringType).Module;
}
