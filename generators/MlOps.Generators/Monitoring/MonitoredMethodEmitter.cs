using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;
using MlOps.Generators.Tracking;

namespace MlOps.Generators.Monitoring;

/// <summary>Writes the class that watches the calls of one <c>[Monitored]</c> method, as a person would write it.</summary>
internal static class MonitoredMethodEmitter
{
    private const string Tasks = "global::System.Threading.Tasks.";

    public static void Emit(SourceProductionContext output, MonitoredMethodModel model) => output.AddSource(model.HintName, Write(model));

    internal static string Write(MonitoredMethodModel model)
    {
        var writer = GeneratedFile.Begin(model.Namespace)
            .Line($"/// <summary>Watches the calls of <c>{model.DisplayName}</c>.</summary>")
            .Line($"[global::MlOps.TracksMethod({TrackedEmitter.Target(model.Target)})]")
            .TypeAttributes();
        using (writer.Block($"internal static class {model.ClassName}"))
        {
            ColumnCode.WriteColumns(writer, model.Columns);
            WriteMonitor(writer, model);
            WriteInvoke(writer, model);
            ColumnCode.WriteRead(writer, "Call call", model.Columns);
            writer
                .Line()
                .Line($"private readonly record struct Call({string.Join(", ", model.Call.Select(static part => $"{part.Type} {part.Name}"))});")
                .Line()
                .Line("// The build replaces this body with the code of the method.");
            TrackedEmitter.WriteBody(writer, model.Signature);
        }

        return writer.ToString();
    }

    private static void WriteMonitor(SourceWriter writer, MonitoredMethodModel model)
    {
        var begin = $"private static readonly {ColumnCode.Namespace}MonitoredMethod<Call> Monitor = new({SourceWriter.Literal(model.Options.Name)}, Columns, Read)";
        if (model.Options.Settings.Count == 0)
        {
            writer.Line(begin + ";").Line();
            return;
        }

        using (writer.Block(begin, "};"))
        {
            foreach (var setting in model.Options.Settings)
            {
                writer.Line($"{setting.Name} = {setting.Value},");
            }
        }

        writer.Line();
    }

    private static void WriteInvoke(SourceWriter writer, MonitoredMethodModel model)
    {
        var signature = model.Signature;
        writer.Line(TrackedEmitter.Passage);
        TrackedEmitter.WriteAttributes(writer, signature);
        using (writer.Block(TrackedEmitter.InvokeHeader(signature, "")))
        {
            switch (signature.Returns)
            {
                case ReturnShape.Nothing:
                    writer.Line($"{TrackedEmitter.BodyCall(signature)};").Line(Observe(model, "result"));
                    break;
                case ReturnShape.Task or ReturnShape.TaskOfValue:
                    writer
                        .Line($"var body = {TrackedEmitter.BodyCall(signature)};")
                        .Line($"return body is null ? body! : {Tasks}TaskExtensions.Unwrap(Completed({Passed(model, "body")}));");
                    break;
                case ReturnShape.ValueTask or ReturnShape.ValueTaskOfValue:
                    writer.Line($"return Completed({Passed(model, TrackedEmitter.BodyCall(signature))});");
                    break;
                default:
                    writer.Line($"var result = {TrackedEmitter.BodyCall(signature)};").Line(Observe(model, "result")).Line("return result;");
                    break;
            }
        }

        writer.Line();
        WriteCompleted(writer, model);
    }

    /// <summary>A call is observed once its task has ended well; the caller gets that very task, with all that it may hold.</summary>
    private static void WriteCompleted(SourceWriter writer, MonitoredMethodModel model)
    {
        var signature = model.Signature;
        var declared = string.Join(", ", Arguments(model).Select(static part => $"{part.Type} {part.Value}").Append($"{signature.TaskType} body"));
        switch (signature.Returns)
        {
            case ReturnShape.Task or ReturnShape.TaskOfValue:
                using (writer.Line(TrackedEmitter.Passage).Block($"private static async {Tasks}Task<{signature.TaskType}> Completed({declared})"))
                {
                    writer.Line($"await (({Tasks}Task)body).ConfigureAwait({Tasks}ConfigureAwaitOptions.SuppressThrowing);");
                    using (writer.Block("if (body.IsCompletedSuccessfully)"))
                    {
                        writer.Line(Observe(model, "body.Result"));
                    }

                    writer.Line().Line("return body;");
                }

                writer.Line();
                break;
            case ReturnShape.ValueTask or ReturnShape.ValueTaskOfValue:
                var hasResult = signature.Returns == ReturnShape.ValueTaskOfValue;
                using (writer.Line(TrackedEmitter.Passage).Block($"private static async {signature.TaskType} Completed({declared})"))
                {
                    writer.Line($"{(hasResult ? "var result = " : "")}await body.ConfigureAwait(false);").Line(Observe(model, "result"));
                    if (hasResult)
                    {
                        writer.Line("return result;");
                    }
                }

                writer.Line();
                break;
            default:
                break;
        }
    }

    private static IEnumerable<CallPart> Arguments(MonitoredMethodModel model) => model.Call.Where(static part => part.Value != "result");

    private static string Passed(MonitoredMethodModel model, string body) => string.Join(", ", Arguments(model).Select(static part => part.Value).Append(body));

    private static string Observe(MonitoredMethodModel model, string result) =>
        $"Monitor.Observe(new Call({string.Join(", ", model.Call.Select(part => part.Value == "result" ? result : part.Value))}));";
}
