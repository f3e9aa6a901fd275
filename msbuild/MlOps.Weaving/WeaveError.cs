using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Why an assembly could not be woven, and the cure.</summary>
/// <param name="Code">Stable: <c>MLOPS9001</c> and up.</param>
/// <param name="Message">Names the method, says what happened and what to do.</param>
/// <param name="File">The source file, where the symbols know one.</param>
/// <param name="Line">The line in <paramref name="File"/>, counted from 1; 0 when unknown.</param>
/// <param name="Column">The column in <paramref name="File"/>, counted from 1; 0 when unknown.</param>
public sealed record WeaveError(string Code, string Message, string? File = null, int Line = 0, int Column = 0)
{
    private const string SameVersion = "Use the same version of MlOps.Generators for the generator and for the build, and rebuild.";

    internal static WeaveError NoSuchMethod(string method, MethodDefinition body, MethodDefinition? nearMiss) => At(
        nearMiss ?? body,
        "MLOPS9001",
        $"'{method}' cannot be woven: no [Tracked] or [Monitored] method of that name has the signature of its tracker '{body.DeclaringType.FullName}.Body'. " +
        "Rebuild the project (dotnet build --no-incremental), so that the tracker is generated anew.");

    internal static WeaveError Ambiguous(string method, MethodDefinition tracked) => At(
        tracked,
        "MLOPS9002",
        $"'{method}' cannot be tracked: more than one method or tracker fits. " +
        "Rename one of the overloads, or remove [Tracked] from all but one.");

    internal static WeaveError AmbiguousLocalFunction(string function, MethodDefinition tracked) => At(
        tracked,
        "MLOPS9002",
        $"'{function}' cannot be tracked: more than one local function of that name fits. Rename one of them.");

    internal static WeaveError MalformedTracker(TypeDefinition tracker) => new(
        "MLOPS9003",
        $"The tracker '{tracker.FullName}' does not have the members Invoke, Body and Fingerprint that this build step expects. " +
        SameVersion);

    internal static WeaveError MalformedModule(TypeDefinition module) => new(
        "MLOPS9003",
        $"The class '{module.FullName}' does not have the member IsWoven that this build step expects. " + SameVersion);

    internal static WeaveError SymbolsDoNotMatch(string symbols) => new(
        "MLOPS9004",
        $"The symbols '{symbols}' do not belong to the assembly beside them. Rebuild the project (dotnet build --no-incremental).",
        symbols);

    internal static WeaveError WindowsSymbols(string symbols) => new(
        "MLOPS9004",
        $"The symbols '{symbols}' are a Windows PDB, which weaving would lose. Set <DebugType>portable</DebugType> or embedded.",
        symbols);

    internal static WeaveError UnusableKey(string keyFile) => new(
        "MLOPS9005",
        $"The key '{keyFile}' cannot sign the woven assembly: it is not an .snk file with a private key. " +
        "Use such a key, or sign publicly (<PublicSign>true</PublicSign>).",
        keyFile);

    internal static WeaveError NoKey(string assembly) => new(
        "MLOPS9005",
        $"'{assembly}' is signed with a key that is in no file, and weaving it breaks that signature. " +
        "Sign with an .snk file (AssemblyOriginatorKeyFile, not KeyContainerName), or publicly (<PublicSign>true</PublicSign>).",
        assembly);

    internal static WeaveError Unusable(string assembly, Exception reason) => new(
        "MLOPS9006",
        $"'{assembly}' cannot be woven: {reason.Message} Rebuild the project, or build with MlOpsWeave=false to run untracked.",
        assembly);

    private static WeaveError At(MethodDefinition method, string id, string message)
    {
        // The lines of an async method are in its state machine.
        var code = StateMachine.MoveNextOf(method) ?? method;
        var line = code.DebugInformation.SequencePoints.FirstOrDefault(static point => !point.IsHidden);
        return line is null
            ? new(id, message)
            : new(id, message, line.Document.Url, line.StartLine, line.StartColumn);
    }
}
