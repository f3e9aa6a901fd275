using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>Writes what tells a user that tracked methods run, but are not recorded, because the build step is missing.</summary>
internal static class TrackedModuleEmitter
{
    public const string HintName = "TrackedModule.g.cs";

    public static void Emit(SourceProductionContext output, (bool IsTracked, string Assembly) source)
    {
        if (source.IsTracked)
        {
            output.AddSource(HintName, Write(source.Assembly));
        }
    }

    internal static string Write(string assembly)
    {
        var writer = GeneratedFile.Begin("MlOps.Generated")
            .Line("/// <summary>Says so, once, when the tracked methods of this assembly are not recorded.</summary>")
            .Line("[global::MlOps.TracksModule]")
            .Line("[global::Microsoft.CodeAnalysis.Embedded]")
            .TypeAttributes();
        using (writer.Block("internal static class TrackedModule"))
        {
            writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
            using (writer.Block("internal static void Initialize()"))
            {
                using (writer.Block("if (!IsWoven())"))
                {
                    writer.Line($"global::MlOps.TrackedMethod.WarnNotWoven({SourceWriter.Literal(assembly)});");
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
