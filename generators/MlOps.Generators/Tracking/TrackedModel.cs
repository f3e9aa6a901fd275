using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>Everything that the code for one tracked method depends on: text and enums only, compared by value.</summary>
internal sealed record TrackedModel(
    string HintName,
    string? Namespace,
    string ClassName,
    string DisplayName,
    string DeclaringType,
    string MethodName,
    bool IsStatic,
    bool IsAsync,
    ReturnShape Returns,
    string ReturnType,
    string? ResultType,
    string? Experiment,
    EquatableArray<ParameterModel> Parameters,
    EquatableArray<LoggedGroup> Params,
    EquatableArray<string> Inputs,
    LoggedGroup? Result);

internal enum ReturnShape
{
    Nothing,
    Value,
    Task,
    TaskOfValue,
}

/// <summary>A parameter of the wrapper: its type, and its name there.</summary>
internal sealed record ParameterModel(string Type, string Name);

/// <summary>What is logged of one parameter or of the result (<see cref="Owner"/>), after one test for null where it may be null.</summary>
internal sealed record LoggedGroup(string Owner, bool MayBeNull, EquatableArray<LoggedValue> Values);

/// <summary>One logged value: the key it gets and the expression that reads it.</summary>
internal sealed record LoggedValue(string Key, string Expression);
