using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

// What is logged of parameters and result, spelled out.
internal static partial class TrackedEmitter
{
    private static bool LogsParams(TrackedModel model) => model.Params.Count > 0 || model.Inputs.Count > 0 || NameOfCall(model) is not null;

    /// <summary>The run's name, when it holds values of the call.</summary>
    private static RunNameModel? NameOfCall(TrackedModel model) => model.Options.RunName is { Parameters.Count: > 0 } name ? name : null;

    private static void WriteParamsCall(SourceWriter writer, TrackedModel model)
    {
        if (LogsParams(model))
        {
            var arguments = string.Concat(LoggedParameters(model).Select(static parameter => $", {parameter.Name}"));
            writer.Line($"LogParams{model.Signature.TypeArguments}(run{arguments});");
        }
    }

    private static void WriteLogParams(SourceWriter writer, TrackedModel model)
    {
        var parameters = string.Concat(LoggedParameters(model).Select(static parameter => $", {parameter.Type} {parameter.Name}"));
        using (writer.Block(model.Signature, $"private static void LogParams{model.Signature.TypeParameters}({RunType} run{parameters})"))
        {
            var parts = Parts(model).ToArray();
            for (var i = 0; i < parts.Length; i++)
            {
                if (i > 0 && (parts[i - 1].MayThrow || parts[i].MayThrow))
                {
                    writer.Line();
                }

                WritePart(writer, parts[i]);
            }
        }

        writer.Line();
    }

    /// <summary>What is logged before the call, a parameter at a time.</summary>
    private static IEnumerable<Part> Parts(TrackedModel model)
    {
        foreach (var ofParameter in model.Params.GroupBy(Root))
        {
            yield return Part.Of(ofParameter.Key, [.. ofParameter]);
        }

        foreach (var input in model.Inputs)
        {
            var mayThrow = input.Arguments.Contains('('); // Data in memory are hashed.
            yield return new(input.Parameter, mayThrow, writer => writer.Line($"run.LogInput({input.Arguments});"));
        }

        if (NameOfCall(model) is { } name)
        {
            yield return new("RunName", MayThrow: true, writer => writer.Line(
                $"run.SetTag(\"mlflow.runName\", string.Create(global::System.Globalization.CultureInfo.InvariantCulture, {name.Literal}));"));
        }
    }

    private static void WriteLogResult(SourceWriter writer, TrackedModel model)
    {
        using (writer.Block(model.Signature, $"private static void LogResult{model.Signature.TypeParameters}({RunType} run, {model.Signature.ResultType} result)"))
        {
            WritePart(writer, Part.Of("result", [.. model.Result]));
        }

        writer.Line();
    }

    /// <summary>A getter of the user's may throw; the run is the poorer for it, the rest of it and the training are not.</summary>
    private static void WritePart(SourceWriter writer, Part part)
    {
        if (!part.MayThrow)
        {
            part.Write(writer);
            return;
        }

        using (writer.Block("try"))
        {
            part.Write(writer);
        }

        using (writer.Block($"catch ({ExceptionType} fault)"))
        {
            writer.Line($"run.ReportFault({SourceWriter.Literal(part.What)}, fault);");
        }
    }

    private static void WriteNodes(SourceWriter writer, EquatableArray<LoggedNode> nodes)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (i > 0 && nodes[i - 1].Kind == LoggedKind.Guarded)
            {
                writer.Line();
            }

            WriteNode(writer, nodes[i]);
        }
    }

    private static void WriteNode(SourceWriter writer, LoggedNode node)
    {
        var key = SourceWriter.Literal(node.Key);
        switch (node.Kind)
        {
            case LoggedKind.Param:
                writer.Line($"run.LogParam({key}, {node.Expression});");
                break;
            case LoggedKind.Masked:
                writer.Line($"run.LogParam({key}, \"***\");");
                break;
            case LoggedKind.Metric:
                writer.Line($"run.LogResult({key}, {node.Expression});");
                break;
            case LoggedKind.AnyParam:
                writer.Line($"run.LogParamIfScalar({key}, {node.Expression});");
                break;
            case LoggedKind.AnyResult:
                writer.Line($"run.LogResultIfScalar({key}, {node.Expression});");
                break;
            case LoggedKind.Tag:
                writer.Line($"run.SetTag({key}, {node.Expression});");
                break;
            default:
                using (writer.Block($"if ({node.Expression} is {(node.Local is null ? "not null" : $"{{ }} {node.Local}")})"))
                {
                    WriteNodes(writer, node.Children);
                }

                break;
        }
    }

    /// <summary>The parameters that something is logged of.</summary>
    private static IEnumerable<ParameterModel> LoggedParameters(TrackedModel model)
    {
        var read = new HashSet<string>(model.Params.Select(static node => Root(node))
            .Concat(model.Inputs.Select(static input => input.Parameter))
            .Concat(NameOfCall(model)?.Parameters ?? []));
        return model.Signature.Parameters.Where(parameter => read.Contains(parameter.Name));
    }

    /// <summary>The parameter that an expression begins with: <c>options</c> of <c>options.Window.Size</c>.</summary>
    private static string Root(LoggedNode node)
    {
        var dot = node.Expression.IndexOf('.');
        return dot < 0 ? node.Expression : node.Expression.Substring(0, dot);
    }

    /// <summary>Something logged of a call, which code of the user's may have a part in.</summary>
    private sealed record Part(string What, bool MayThrow, Action<SourceWriter> Write)
    {
        public static Part Of(string what, LoggedNode[] nodes)
        {
            var readsMembers = nodes.Any(static node => node.Kind == LoggedKind.Guarded || node.Expression.Contains('.'));
            return new(what, readsMembers, writer => WriteNodes(writer, nodes.ToEquatableArray()));
        }
    }
}
