using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Monitoring;

/// <summary>Writes the class that reads the columns of one <c>[Monitored]</c> type, as a person would write it.</summary>
internal static class MonitoredTypeEmitter
{
    public static void Emit(SourceProductionContext output, MonitoredTypeModel model) => output.AddSource(model.HintName, Write(model));

    internal static string Write(MonitoredTypeModel model)
    {
        var writer = GeneratedFile.Begin(model.Namespace)
            .Line($"/// <summary>The columns of <c>{model.DisplayName}</c>, which a monitor watches.</summary>")
            .TypeAttributes();
        using (writer.Block($"internal static class {model.ClassName}"))
        {
            ColumnCode.WriteColumns(writer, model.Columns);
            writer
                .Line("[global::System.Runtime.CompilerServices.ModuleInitializer]")
                .Line($"internal static void Register() => {ColumnCode.Namespace}RowSchema.Register<{model.Type}>(Columns, Read);")
                .Line();
            ColumnCode.WriteRead(writer, $"{model.Type} row", model.Columns);
        }

        return writer.ToString();
    }
}
