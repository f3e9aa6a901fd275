using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

// What callers reach: the run begins, the method's own code runs, the run ends.
internal static partial class TrackedEmitter
{
    private const string TaskExtensions = "global::System.Threading.Tasks.TaskExtensions";

    private static void WriteInvoke(SourceWriter writer, TrackedModel model)
    {
        var signature = model.Signature;
        var isTask = signature.Returns is not (ReturnShape.Nothing or ReturnShape.Value or ReturnShape.Reference);
        if (isTask && !signature.IsAsync)
        {
            WriteInvokeOfTaskFactory(writer, model);
            return;
        }

        writer.Line(Passage);
        WriteAttributes(writer, signature);
        using (writer.Block(signature, InvokeHeader(signature, isTask ? "async " : "")))
        {
            writer.Line($"using var run = {Begin(model)};");
            using (writer.Block("try"))
            {
                WriteParamsCall(writer, model);
                WriteOutcome(writer, model, isTask ? $"await {BodyCall(signature)}.ConfigureAwait(false)" : BodyCall(signature));
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
        var signature = model.Signature;
        var isValue = signature.Returns is ReturnShape.ValueTask or ReturnShape.ValueTaskOfValue;
        var completed = $"Completed{signature.TypeArguments}(run, {(isValue ? BodyCall(signature) : "body")})";
        writer.Line(Passage);
        WriteAttributes(writer, signature);
        using (writer.Block(signature, InvokeHeader(signature, "")))
        {
            writer.Line($"var run = {Begin(model)};");
            using (writer.Block("try"))
            {
                WriteParamsCall(writer, model);
                if (!isValue)
                {
                    writer.Line($"var body = {BodyCall(signature)};");
                }

                writer.Line(isValue ? $"return {completed};" : $"return body is null ? run.Finish(body!) : {TaskExtensions}.Unwrap({completed});");
            }

            WriteCatch(writer);
            using (writer.Block("finally"))
            {
                writer.Line("run.Leave();");
            }
        }

        writer.Line();
        if (isValue)
        {
            WriteCompletedOfValueTask(writer, model);
        }
        else
        {
            WriteCompletedOfTask(writer, model);
        }

        writer.Line();
    }

    private static void WriteCompletedOfValueTask(SourceWriter writer, TrackedModel model)
    {
        var signature = model.Signature;
        using (writer.Line(Passage).Block(signature, $"private static async {signature.TaskType} Completed{signature.TypeParameters}({RunType} run, {signature.TaskType} body)"))
        {
            using (writer.Block("try"))
            {
                WriteOutcome(writer, model, "await body.ConfigureAwait(false)");
            }

            WriteCatch(writer);
        }
    }

    /// <summary>
    /// The caller gets the task itself in the end, as soon as its end is recorded: a task may hold several exceptions, and be
    /// faulted where awaiting it would cancel.
    /// </summary>
    private static void WriteCompletedOfTask(SourceWriter writer, TrackedModel model)
    {
        var signature = model.Signature;
        using (writer.Line(Passage).Block(signature, $"private static async global::System.Threading.Tasks.Task<{signature.TaskType}> Completed{signature.TypeParameters}({RunType} run, {signature.TaskType} body)"))
        {
            using (writer.Block("try"))
            {
                writer.Line(model.Result.Count > 0
                    ? $"LogResult{signature.TypeArguments}(run, await body.ConfigureAwait(false));"
                    : "await body.ConfigureAwait(false);");
                writer.Line("run.Finish();");
            }

            using (writer.Block($"catch ({ExceptionType} error)"))
            {
                writer.Line("run.Fail(body.Exception is { InnerExceptions.Count: > 1 } several ? several : error);");
            }

            writer.Line().Line("return body;");
        }
    }

    private static void WriteOutcome(SourceWriter writer, TrackedModel model, string body)
    {
        var signature = model.Signature;
        var log = model.Result.Count > 0 ? $"LogResult{signature.TypeArguments}(run, result);" : null;
        if (signature.ResultType is null)
        {
            writer.Line($"{body};").Line("run.Finish();");
        }
        else if (signature.Returns == ReturnShape.Reference)
        {
            writer.Line($"ref var result = ref {body};".Replace("ref var", signature.ReturnType.StartsWith("ref readonly ", StringComparison.Ordinal) ? "ref readonly var" : "ref var"));
            WriteLog();
            writer.Line("run.Finish();").Line("return ref result;");
        }
        else if (!signature.ResultIsOrdinary)
        {
            writer.Line($"var result = {body};").Line("run.Finish();").Line("return result;");
        }
        else if (log is null)
        {
            writer.Line($"return run.Finish({body});");
        }
        else
        {
            writer.Line($"var result = {body};");
            WriteLog();
            writer.Line("return run.Finish(result);");
        }

        void WriteLog()
        {
            if (log is not null)
            {
                writer.Line(log);
            }
        }
    }

    private static void WriteCatch(SourceWriter writer)
    {
        using (writer.Block($"catch ({ExceptionType} error)"))
        {
            writer.Line("run.Fail(error);").Line("throw;");
        }
    }

    internal static string InvokeHeader(TrackedSignature signature, string modifier) =>
        $"internal static {modifier}{Unsafe(signature)}{signature.ReturnType} Invoke{signature.TypeParameters}({Declared(signature)})";

    internal static string BodyCall(TrackedSignature signature) => $"Body{signature.TypeArguments}({Passed(signature)})";

    private static string Begin(TrackedModel model) => model.Options.RunName is { Parameters.Count: 0 } name
        ? $"{RunType}.Begin(Method, {name.Literal})"
        : $"{RunType}.Begin(Method)";
}
