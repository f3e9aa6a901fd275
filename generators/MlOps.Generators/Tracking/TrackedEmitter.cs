using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>Writes the class that records the calls of one tracked method, as a person would write it.</summary>
internal static class TrackedEmitter
{
    private const string RunType = "global::MlOps.Run";
    private const string ExceptionType = "global::System.Exception";

    public static void Emit(SourceProductionContext output, (TrackedModel Model, string Configuration) source) =>
        output.AddSource(source.Model.HintName, Write(source.Model, source.Configuration));

    internal static string Write(TrackedModel model, string configuration)
    {
        var writer = GeneratedFile.Begin(model.Namespace)
            .Line($"/// <summary>Records each call of <c>{model.DisplayName}</c> as a run.</summary>")
            .Line($"[global::MlOps.TracksMethod(typeof({model.DeclaringType}), {SourceWriter.Literal(model.MethodName)})]")
            .TypeAttributes();
        using (writer.Block($"internal static class {model.ClassName}"))
        {
            WriteDescriptor(writer, model, configuration);
            WriteInvoke(writer, model);
            if (model.Params.Count > 0 || model.Inputs.Count > 0)
            {
                WriteLogParams(writer, model);
            }

            if (model.Result is not null)
            {
                WriteLogResult(writer, model);
            }

            WriteWoven(writer, model);
        }

        return writer.ToString();
    }

    private static void WriteDescriptor(SourceWriter writer, TrackedModel model, string configuration)
    {
        using (writer.Block($"private static readonly global::MlOps.TrackedMethod Method = new({SourceWriter.Literal(model.DisplayName)})", "};"))
        {
            if (model.Experiment is not null)
            {
                writer.Line($"Experiment = {SourceWriter.Literal(model.Experiment)},");
            }

            if (configuration.Length > 0)
            {
                writer.Line($"Configuration = {SourceWriter.Literal(configuration)},");
            }

            writer.Line("Fingerprint = Fingerprint(),");
        }

        writer.Line();
    }

    private static void WriteInvoke(SourceWriter writer, TrackedModel model)
    {
        var isTask = model.Returns is ReturnShape.Task or ReturnShape.TaskOfValue;
        if (isTask && !model.IsAsync)
        {
            WriteInvokeOfTaskFactory(writer, model);
            return;
        }

        using (writer.Block($"internal static {(isTask ? "async " : "")}{model.ReturnType} Invoke({Declared(model)})"))
        {
            writer.Line($"using var run = {RunType}.Begin(Method);");
            using (writer.Block("try"))
            {
                WriteParamsCall(writer, model);
                WriteOutcome(writer, model, isTask ? $"await Body({Passed(model)}).ConfigureAwait(false)" : $"Body({Passed(model)})");
            }

            WriteCatch(writer);
        }

        writer.Line();
    }

    /// <summary>
    /// A method that hands out a task without being async may throw before it does, and its caller may count on that: the
    /// call stays as it is, and only the wait for the task is asynchronous.
    /// </summary>
    private static void WriteInvokeOfTaskFactory(SourceWriter writer, TrackedModel model)
    {
        using (writer.Block($"internal static {model.ReturnType} Invoke({Declared(model)})"))
        {
            writer.Line($"var run = {RunType}.Begin(Method);");
            using (writer.Block("try"))
            {
                WriteParamsCall(writer, model);
                writer.Line($"return Completed(run, Body({Passed(model)}));");
            }

            WriteCatch(writer);
            using (writer.Block("finally"))
            {
                writer.Line("run.Leave();");
            }
        }

        writer.Line();
        using (writer.Block($"private static async {model.ReturnType} Completed({RunType} run, {model.ReturnType} body)"))
        {
            using (writer.Block("try"))
            {
                WriteOutcome(writer, model, "await body.ConfigureAwait(false)");
            }

            WriteCatch(writer);
        }

        writer.Line();
    }

    private static void WriteParamsCall(SourceWriter writer, TrackedModel model)
    {
        var logged = LoggedParameters(model).Select(static parameter => parameter.Name).ToArray();
        if (logged.Length > 0)
        {
            writer.Line($"LogParams(run, {string.Join(", ", logged)});");
        }
    }

    private static void WriteOutcome(SourceWriter writer, TrackedModel model, string body)
    {
        if (model.ResultType is null)
        {
            writer.Line($"{body};").Line("run.Finish();");
        }
        else if (model.Result is null)
        {
            writer.Line($"return run.Finish({body});");
        }
        else
        {
            writer.Line($"var result = {body};").Line("LogResult(run, result);").Line("return run.Finish(result);");
        }
    }

    private static void WriteCatch(SourceWriter writer)
    {
        using (writer.Block($"catch ({ExceptionType} error)"))
        {
            writer.Line("run.Fail(error);").Line("throw;");
        }
    }

    private static void WriteLogParams(SourceWriter writer, TrackedModel model)
    {
        var parameters = string.Concat(LoggedParameters(model).Select(static parameter => $", {parameter.Type} {parameter.Name}"));
        WriteGuarded(writer, $"private static void LogParams({RunType} run{parameters})", () =>
        {
            var followsBlock = false;
            foreach (var group in model.Params)
            {
                if (followsBlock)
                {
                    writer.Line();
                }

                WriteGroup(writer, group, "LogParam");
                followsBlock = group.MayBeNull;
            }

            foreach (var input in model.Inputs)
            {
                writer.Line($"run.LogInput({input});");
            }
        });
    }

    private static void WriteLogResult(SourceWriter writer, TrackedModel model) =>
        WriteGuarded(writer, $"private static void LogResult({RunType} run, {model.ResultType} result)", () => WriteGroup(writer, model.Result!, "LogResult"));

    /// <summary>A getter of the user's may throw; the run is the poorer for it, the training is not.</summary>
    private static void WriteGuarded(SourceWriter writer, string header, Action body)
    {
        using (writer.Block(header))
        {
            using (writer.Block("try"))
            {
                body();
            }

            using (writer.Block($"catch ({ExceptionType} fault)"))
            {
                writer.Line("run.ReportFault(fault);");
            }
        }

        writer.Line();
    }

    private static void WriteGroup(SourceWriter writer, LoggedGroup group, string log)
    {
        if (!group.MayBeNull)
        {
            WriteValues();
            return;
        }

        using (writer.Block($"if ({group.Owner} is not null)"))
        {
            WriteValues();
        }

        void WriteValues()
        {
            foreach (var value in group.Values)
            {
                writer.Line($"run.{log}({SourceWriter.Literal(value.Key)}, {value.Expression});");
            }
        }
    }

    private static void WriteWoven(SourceWriter writer, TrackedModel model) => writer
        .Line("// The build replaces these two bodies: with the code of the method, and with its fingerprint.")
        .Line($"private static {model.ReturnType} Body({Declared(model)}) =>")
        .Indented("throw new global::System.Diagnostics.UnreachableException();")
        .Line()
        .Line("private static string? Fingerprint() => null;");

    private static string Declared(TrackedModel model)
    {
        var parameters = model.Parameters.Select(static parameter => $"{parameter.Type} {parameter.Name}");
        return string.Join(", ", model.IsStatic ? parameters : parameters.Prepend($"{model.DeclaringType} self"));
    }

    private static string Passed(TrackedModel model)
    {
        var names = model.Parameters.Select(static parameter => parameter.Name);
        return string.Join(", ", model.IsStatic ? names : names.Prepend("self"));
    }

    /// <summary>The parameters that something is logged of.</summary>
    private static IEnumerable<ParameterModel> LoggedParameters(TrackedModel model) => model.Parameters.Where(parameter =>
        model.Inputs.Contains(parameter.Name) || model.Params.Any(group => group.Owner == parameter.Name));
}
