using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>Writes the class that records the calls of one tracked method, as a person would write it.</summary>
internal static partial class TrackedEmitter
{
    private const string RunType = "global::MlOps.Run";
    private const string ExceptionType = "global::System.Exception";

    // Stack traces and step-into lead from the caller to the user's code, not through this.
    internal const string Passage = "[global::System.Diagnostics.StackTraceHidden, global::System.Diagnostics.DebuggerNonUserCode]";

    public static void Emit(SourceProductionContext output, (TrackedModel Model, string Configuration) source) =>
        output.AddSource(source.Model.HintName, Write(source.Model, source.Configuration));

    internal static string Write(TrackedModel model, string configuration)
    {
        var writer = GeneratedFile.Begin(model.Namespace);
        WriteInside(writer, model.Containers, () =>
        {
            writer
                .Line($"/// <summary>Records each call of <c>{model.DisplayName}</c> as a run.</summary>")
                .Line($"[global::MlOps.TracksMethod({Target(model.Target)})]")
                .TypeAttributes();
            using (writer.Block($"{(model.Containers.Count == 0 ? "internal" : "private")} static class {model.ClassName}"))
            {
                WriteMembers(writer, model, configuration);
            }
        });
        return writer.ToString();
    }

    private static void WriteInside(SourceWriter writer, IReadOnlyList<string> containers, Action content, int depth = 0)
    {
        if (depth == containers.Count)
        {
            content();
            return;
        }

        using (writer.Block(containers[depth]))
        {
            WriteInside(writer, containers, content, depth + 1);
        }
    }

    private static void WriteMembers(SourceWriter writer, TrackedModel model, string configuration)
    {
        WriteDescriptor(writer, model, configuration);
        WriteInvoke(writer, model);
        if (LogsParams(model))
        {
            WriteLogParams(writer, model);
        }

        if (model.Result.Count > 0)
        {
            WriteLogResult(writer, model);
        }

        WriteWoven(writer, model);
    }

    private static void WriteDescriptor(SourceWriter writer, TrackedModel model, string configuration)
    {
        var options = model.Options;
        using (writer.Block($"private static readonly global::MlOps.TrackedMethod Method = new({SourceWriter.Literal(model.DisplayName)})", "};"))
        {
            if (options.Experiment is not null)
            {
                writer.Line($"Experiment = {SourceWriter.Literal(options.Experiment)},");
            }

            if (options.Tags.Count > 0)
            {
                writer.Line($"Tags = [{string.Join(", ", options.Tags.Select(static tag => $"new({SourceWriter.Literal(tag.Key)}, {SourceWriter.Literal(tag.Value)})"))}],");
            }

            if (!options.IsNested)
            {
                writer.Line("IsNested = false,");
            }

            if (!options.SamplesSilicon)
            {
                writer.Line("Silicon = false,");
            }

            if (options.Thermal != 0)
            {
                writer.Line($"Thermal = {ThermalPolicy(options.Thermal)},");
            }

            if (configuration.Length > 0)
            {
                writer.Line($"Configuration = {SourceWriter.Literal(configuration)},");
            }

            writer
                .Line($"Assembly = typeof({model.Target.DeclaringType}).Assembly,")
                .Line("Fingerprint = Fingerprint(),");
        }

        writer.Line();
    }

    /// <summary>C# for a combination of policies; a number that is none is kept as it is.</summary>
    private static string ThermalPolicy(int policy)
    {
        const string Type = "global::MlOps.ThermalPolicy";
        string[] names = ["ShrinkParallelism", "HalveMicroBatches", "PauseToCool"];
        return policy >> names.Length != 0
            ? $"({Type})({policy})"
            : string.Join(" | ", names.Where((_, bit) => (policy & (1 << bit)) != 0).Select(static name => $"{Type}.{name}"));
    }

    private static void WriteWoven(SourceWriter writer, TrackedModel model)
    {
        writer.Line("// The build replaces these two bodies: with the code of the method, and with its fingerprint.");
        WriteBody(writer, model.Signature);
        writer
            .Line()
            .Line("private static string? Fingerprint() => null;");
    }

    /// <summary>What stands for the code of the method, until the build puts it there.</summary>
    internal static void WriteBody(SourceWriter writer, TrackedSignature signature)
    {
        writer.Line(Passage);
        WriteAttributes(writer, signature);
        writer.Line($"private static {Unsafe(signature)}{signature.ReturnType} Body{signature.TypeParameters}({Declared(signature)})" + (signature.Constraints.Count == 0 ? " =>" : ""));
        WriteConstraints(writer, signature, " =>");
        writer.Indented("throw new global::System.Diagnostics.UnreachableException();");
    }

    internal static string Target(TrackedTarget target)
    {
        var local = target.LocalTo is null ? "" : $", LocalTo = {SourceWriter.Literal(target.LocalTo)}";
        return $"typeof({target.DeclaringType}), {SourceWriter.Literal(target.MethodName)}{local}";
    }

    private static string Declared(TrackedSignature signature) => string.Join(", ", All(signature).Select(static parameter => parameter.Declared));

    private static string Passed(TrackedSignature signature) => string.Join(", ", All(signature).Select(static parameter => parameter.Passed));

    private static IEnumerable<ParameterModel> All(TrackedSignature signature) =>
        signature.Receiver is { } self ? signature.Parameters.Prepend(self) : signature.Parameters;

    private static string Unsafe(TrackedSignature signature) => signature.IsUnsafe ? "unsafe " : "";

    /// <summary>Opens a method: its header and, on lines of their own, its constraints.</summary>
    private static SourceWriter.Closing Block(this SourceWriter writer, TrackedSignature signature, string header)
    {
        writer.Line(header);
        WriteConstraints(writer, signature, "");
        return writer.Block();
    }

    private static void WriteConstraints(SourceWriter writer, TrackedSignature signature, string end)
    {
        for (var i = 0; i < signature.Constraints.Count; i++)
        {
            writer.Indented(signature.Constraints[i] + (i == signature.Constraints.Count - 1 ? end : ""));
        }
    }

    internal static void WriteAttributes(SourceWriter writer, TrackedSignature signature)
    {
        foreach (var attribute in signature.Attributes)
        {
            writer.Line(attribute);
        }
    }
}
