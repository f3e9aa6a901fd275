using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Shared;

/// <summary>Writes what tells a user that methods run as they are written, because the build step is missing that points them at generated code.</summary>
internal static class ModuleEmitter
{
    /// <param name="output">Takes the file.</param>
    /// <param name="className">What the class is called.</param>
    /// <param name="what">What the methods are not without the build step: tracked.</param>
    /// <param name="warner">The type that says so.</param>
    /// <param name="assembly">Where the methods are.</param>
    public static void Emit(SourceProductionContext output, string className, string what, string warner, string assembly) =>
        output.AddSource($"{className}.g.cs", Write(className, what, warner, assembly));

    internal static string Write(string className, string what, string warner, string assembly)
    {
        var writer = GeneratedFile.Begin("MlOps.Generated")
            .Line($"/// <summary>Says so, once, when the {what} methods of this assembly are not recorded.</summary>")
            .Line("[global::MlOps.TracksModule]")
            .Line("[global::Microsoft.CodeAnalysis.Embedded]")
            .TypeAttributes();
        using (writer.Block($"internal static class {className}"))
        {
            writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
            using (writer.Block("internal static void Initialize()"))
            {
                using (writer.Block("if (!IsWoven())"))
                {
                    writer.Line($"{warner}.WarnNotWoven({SourceWriter.Literal(assembly)});");
                }
            }

            writer
                .Line()
                .Line("// The build, which points the methods at their trackers, makes this true.")
                .Line("private static bool IsWoven() => false;");
        }

        return writer.ToString();
    }
}
