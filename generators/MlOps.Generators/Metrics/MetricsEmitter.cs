using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Metrics;

/// <summary>Writes the class that puts the numbers of a <c>[Metrics]</c> type into a row.</summary>
internal static class MetricsEmitter
{
    public static void Emit(SourceProductionContext output, MetricsModel model) => output.AddSource(model.HintName, Write(model));

    internal static string Write(MetricsModel model)
    {
        var writer = GeneratedFile.Begin(model.Namespace)
            .Line($"/// <summary>Logs <see cref=\"{model.Type}\"/>, a metric for each of its numbers.</summary>")
            .TypeAttributes();
        using (writer.Block($"internal static class {model.ClassName}"))
        {
            writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
            writer.Line($"internal static void Register() => global::MlOps.MetricsOf<{model.Type}>.Register(Write);");

            writer.Line();
            using (writer.Block($"private static void Write(in {model.Type} values, ref global::MlOps.MetricsRow row)"))
            {
                foreach (var value in model.Values)
                {
                    writer.Line($"row.Add({SourceWriter.Literal(value.Name)}, {value.Expression});");
                }
            }
        }

        return writer.ToString();
    }
}
