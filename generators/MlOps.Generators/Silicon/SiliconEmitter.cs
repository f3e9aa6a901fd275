using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Silicon;

/// <summary>Writes the one call that has the machine sampled; it runs before any other code of the assembly.</summary>
internal static class SiliconEmitter
{
    public const string HintName = "SiliconSampling.g.cs";

    public static void Emit(SourceProductionContext output, SiliconModel model)
    {
        if (model.Detail is { } detail)
        {
            output.AddSource(HintName, Write(detail));
        }
    }

    internal static string Write(string detail)
    {
        var writer = GeneratedFile.Begin("MlOps.Generated", readsUserCode: false)
            .Line("/// <summary>Has runs told what the machine does, as MlOpsSilicon says.</summary>")
            .Line("[global::Microsoft.CodeAnalysis.Embedded]")
            .TypeAttributes();
        using (writer.Block("internal static class SiliconOfRuns"))
        {
            writer
                .Line("[global::System.Runtime.CompilerServices.ModuleInitializer]")
                .Line($"internal static void Initialize() => global::MlOps.SiliconSampling.Enable(global::MlOps.SiliconDetail.{detail});");
        }

        return writer.ToString();
    }
}
