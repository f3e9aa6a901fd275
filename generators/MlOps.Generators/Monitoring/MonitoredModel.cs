using MlOps.Generators.Shared;
using MlOps.Generators.Tracking;

namespace MlOps.Generators.Monitoring;

/// <summary>Everything that the code for one <c>[Monitored]</c> type depends on: text and enums only, compared by value.</summary>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Namespace">The namespace of the class; <see langword="null"/> for the global one.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="DisplayName">The type as people name it.</param>
/// <param name="Type">The type as code names it.</param>
/// <param name="Columns">The columns of a row.</param>
internal sealed record MonitoredTypeModel(
    string HintName,
    string? Namespace,
    string ClassName,
    string DisplayName,
    string Type,
    EquatableArray<MonitoredColumn> Columns);

/// <summary>The same for one <c>[Monitored]</c> method.</summary>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Namespace">The namespace of the class; <see langword="null"/> for the global one.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="DisplayName">The method: <c>Namespace.Type.Method</c>.</param>
/// <param name="Target">How the weaver finds it.</param>
/// <param name="Signature">Its signature.</param>
/// <param name="Options">What the attribute says.</param>
/// <param name="Call">What of a call columns are read from.</param>
/// <param name="Columns">The columns of a call.</param>
internal sealed record MonitoredMethodModel(
    string HintName,
    string? Namespace,
    string ClassName,
    string DisplayName,
    TrackedTarget Target,
    TrackedSignature Signature,
    MonitoredOptions Options,
    EquatableArray<CallPart> Call,
    EquatableArray<MonitoredColumn> Columns);

/// <summary>What <c>[Monitored(…)]</c> says: C# for each value that is given.</summary>
/// <param name="Name">What the monitor is called.</param>
/// <param name="Settings">Other members of the monitor, with their values.</param>
internal sealed record MonitoredOptions(string Name, EquatableArray<MonitoredSetting> Settings);

internal sealed record MonitoredSetting(string Name, string Value);

/// <summary>An argument or the result.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">As a member of the call.</param>
/// <param name="Value">What it is made of: a parameter, or <c>result</c>.</param>
internal sealed record CallPart(string Type, string Name, string Value);

/// <summary>A column, and where its values are read from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Expression">Reads the value of a row.</param>
/// <param name="IsText">Whether it is a text.</param>
/// <param name="Role">A name of <c>ColumnRole</c>.</param>
/// <param name="IsSensitive">Whether it must not be kept in the clear.</param>
/// <param name="IsCategorical">Whether its numbers are levels.</param>
/// <param name="Enum">The enum whose names the levels are; <see langword="null"/> for other values.</param>
internal sealed record MonitoredColumn(
    string Name, string Expression, bool IsText, string Role, bool IsSensitive, bool IsCategorical, EnumModel? Enum)
{
    /// <summary>Whether its texts are names of an enum or truths.</summary>
    public bool IsSymbolic { get; init; }

    /// <summary>Whether its numbers are floats.</summary>
    public bool IsSingle { get; init; }
}

/// <summary>An enum whose values become texts without allocation.</summary>
/// <param name="Type">The enum.</param>
/// <param name="Names">Its values, one name each.</param>
internal sealed record EnumModel(string Type, EquatableArray<string> Names);
