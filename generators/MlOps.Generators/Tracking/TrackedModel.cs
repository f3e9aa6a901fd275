using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>Everything that the code for one tracked method depends on: text and enums only, compared by value.</summary>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Namespace">The namespace of the tracker, or <see langword="null"/> for the global one.</param>
/// <param name="Containers">Headers of the partial types that the tracker stands in, outermost first; none if it stands on its own.</param>
/// <param name="ClassName">The name of the tracker.</param>
/// <param name="DisplayName">The method as runs name it: <c>Namespace.Type.Method</c>.</param>
/// <param name="Target">How the weaver finds the method.</param>
/// <param name="Signature">Its signature.</param>
/// <param name="Options">What the attribute says.</param>
/// <param name="Params">What is logged before the call.</param>
/// <param name="Inputs">Parameters that are data.</param>
/// <param name="Result">What is logged of the result.</param>
internal sealed record TrackedModel(
    string HintName,
    string? Namespace,
    EquatableArray<string> Containers,
    string ClassName,
    string DisplayName,
    TrackedTarget Target,
    TrackedSignature Signature,
    TrackedOptions Options,
    EquatableArray<LoggedNode> Params,
    EquatableArray<InputModel> Inputs,
    EquatableArray<LoggedNode> Result);

/// <summary>A parameter that is an input of the run.</summary>
/// <param name="Parameter">Its name in the generated method.</param>
/// <param name="Arguments">What <c>LogInput</c> is given.</param>
internal sealed record InputModel(string Parameter, string Arguments);

/// <summary>How the weaver finds the method.</summary>
/// <param name="DeclaringType">For <c>typeof</c>: <c>global::Demo.Box&lt;&gt;</c>.</param>
/// <param name="MethodName">The metadata name of the method, or the name of the local function.</param>
/// <param name="LocalTo">For a local function: the metadata name of the method that holds it.</param>
internal sealed record TrackedTarget(string DeclaringType, string MethodName, string? LocalTo);

/// <summary>What <c>[Tracked(…)]</c> says.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="RunName">The runs' name.</param>
/// <param name="Tags">Their tags.</param>
/// <param name="IsNested">Whether a run inside another is nested in it.</param>
/// <param name="SamplesSilicon">Whether the machine is sampled.</param>
/// <param name="Thermal">What is done about heat: a number of <c>ThermalPolicy</c>.</param>
internal sealed record TrackedOptions(
    string? Experiment,
    RunNameModel? RunName,
    EquatableArray<TagModel> Tags,
    bool IsNested,
    bool SamplesSilicon,
    int Thermal);

internal sealed record TagModel(string Key, string Value);

/// <summary>The run's name: fixed text, or an interpolated string over some parameters.</summary>
/// <param name="Literal">C# for the text.</param>
/// <param name="Parameters">The parameters it reads; none if the text is fixed.</param>
internal sealed record RunNameModel(string Literal, EquatableArray<string> Parameters);

/// <summary>Something logged, or a group of such below one value.</summary>
/// <param name="Kind">What is done with the value.</param>
/// <param name="Key">The key it gets; empty for a group.</param>
/// <param name="Expression">Reads the value.</param>
/// <param name="Local">For <see cref="LoggedKind.Guarded"/>: the name that the value, once known not to be null, is given; <see langword="null"/> to go on with the expression.</param>
/// <param name="Children">What a group is made of.</param>
internal sealed record LoggedNode(LoggedKind Kind, string Key, string Expression, string? Local, EquatableArray<LoggedNode> Children);

internal enum LoggedKind
{
    Param,
    Masked,
    Metric,
    Tag,

    /// <summary>A param, if the type that a type parameter stands for is a scalar.</summary>
    AnyParam,

    /// <summary>A metric or a tag, if the type that a type parameter stands for is a scalar.</summary>
    AnyResult,

    /// <summary>Its children are logged only if its value is there.</summary>
    Guarded,
}
