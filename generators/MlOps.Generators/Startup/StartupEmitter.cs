using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Startup;

/// <summary>Writes the calls that prepare a program for its runs; they are made before any other code of the assembly.</summary>
internal static class StartupEmitter
{
    public const string HintName = "RunStartup.g.cs";

    public static void Emit(SourceProductionContext output, StartupModel model)
    {
        if (model.SiliconDetail is not null || model.Delivers)
        {
            output.AddSource(HintName, Write(model));
        }
    }

    internal static string Write(StartupModel model)
    {
        var writer = GeneratedFile.Begin("MlOps.Generated", readsUserCode: false)
            .Line("/// <summary>Prepares this program for its runs, as the build says.</summary>")
            .Line("[global::Microsoft.CodeAnalysis.Embedded]")
            .TypeAttributes();
        using (writer.Block("internal static class RunStartup"))
        {
            writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
            using (writer.Block("internal static void Initialize()"))
            {
                if (model.SiliconDetail is { } detail)
                {
                    writer
                        .Line("// MlOpsSilicon: runs are told what the machine does.")
                        .Line($"global::MlOps.SiliconSampling.Enable(global::MlOps.SiliconDetail.{detail});");
                }

                if (model.Delivers)
                {
                    writer
                        .Line("// MlOpsMlflow: where MLFLOW_TRACKING_URI names a server, runs go there, too.")
                        .Line("global::MlOps.MLflow.MlflowDelivery.Enable();");
                }
            }
        }

        return writer.ToString();
    }
}
