using System.ComponentModel;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps;

// What is said of a run once, not step by step: params, results, tags, notes and inputs.
public sealed partial class Run
{
    /// <summary>Records a parameter. A key can be given once; a second, different value is refused as MLflow does.</summary>
    /// <typeparam name="T">A scalar: number, <c>bool</c>, enum, string, date, time span, <see cref="Guid"/>, <see cref="Uri"/>, or a nullable one.</typeparam>
    /// <param name="key">The key, such as <c>options.learning_rate</c>.</param>
    /// <param name="value">The value, written in the invariant culture so that it reads back to the same value.</param>
    public void LogParam<T>(string key, T value)
    {
        if (TextOf(key, value) is { } text)
        {
            Post(nameof(LogParam), new RunEvent.Param(key, text));
        }
    }

    /// <summary>Records a parameter whose type is a type parameter; what is no scalar is left out. Called by generated code.</summary>
    /// <typeparam name="T">Any type.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void LogParamIfScalar<T>(string key, T value)
    {
        if (ScalarText.IsScalar(value))
        {
            LogParam(key, value);
        }
    }

    /// <summary>Records a result whose type is a type parameter: numbers as metrics, other scalars as tags, the rest not. Called by generated code.</summary>
    /// <typeparam name="T">Any type.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void LogResultIfScalar<T>(string name, T value)
    {
        if (ScalarText.AsDouble(value) is { } number)
        {
            LogResult(name, number);
        }
        else if (ScalarText.IsScalar(value))
        {
            SetTag(name, value);
        }
    }

    /// <summary>
    /// Records a metric of the run as a whole. When the same name was also logged by step it is written at that metric's last
    /// step with a later time, so that it is what MLflow shows as the latest value.
    /// </summary>
    /// <param name="name">The metric.</param>
    /// <param name="value">The value.</param>
    public void LogResult(string name, double value) => Post(nameof(LogResult), new RunEvent.Result(name, value));

    /// <summary>Records a metric of the run as a whole, unless it has no value.</summary>
    /// <param name="name">The metric.</param>
    /// <param name="value">The value, or <see langword="null"/> for none.</param>
    public void LogResult(string name, double? value)
    {
        if (value is { } number)
        {
            LogResult(name, number);
        }
    }

    /// <summary>Sets a tag; a later value replaces an earlier one. The tag <c>mlflow.runName</c> renames the run, as in MLflow.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; <see langword="null"/> sets no tag.</param>
    public void SetTag(string key, string? value)
    {
        if (value is null || (key == NameTag && string.IsNullOrWhiteSpace(value)))
        {
            return;
        }

        if (key == NameTag && _recorder is not null)
        {
            Name = MlflowLimits.Cut(value, MlflowLimits.RunName);
        }

        Post(nameof(SetTag), new RunEvent.Tag(key, value));
    }

    /// <summary>Sets a tag to the text of a scalar, written as <see cref="LogParam{T}"/> writes it.</summary>
    /// <typeparam name="T">A scalar, as for <see cref="LogParam{T}"/>.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; <see langword="null"/> sets no tag.</param>
    public void SetTag<T>(string key, T value)
    {
        if (value is not null && TextOf(key, value) is { } text)
        {
            SetTag(key, text);
        }
    }

    /// <summary>Sets the note that MLflow shows as the description of the run, in Markdown; a later one replaces it.</summary>
    /// <param name="text">The note.</param>
    public void SetNote(string text) => SetTag("mlflow.note.content", text);

    /// <summary>Records a data set as an input of the run. Reading <see cref="Dataset.Path"/> inside a run does the same.</summary>
    /// <param name="dataset">The data set, such as <c>Datasets.Iris.Handle</c>.</param>
    public void LogInput(Dataset dataset) => LogInput(dataset, path: null);

    /// <summary>Tells that tracking itself went wrong while training goes on. Called by generated code.</summary>
    /// <param name="what">The parameter or other thing of which not all could be recorded.</param>
    /// <param name="fault">What went wrong, for instance in the getter of a property that is recorded.</param>
    public void ReportFault(string what, Exception fault) =>
        _recorder?.Faults.Report($"record all of '{what}' of {Method?.Name ?? Name}", fault);

    internal void LogInput(Dataset dataset, string? path) => Post(nameof(LogInput), new RunEvent.Input(dataset, path));

    private string? TextOf<T>(string key, T value)
    {
        try
        {
            return ScalarText.Of(value);
        }
        catch (Exception fault)
        {
            ReportFault(key, fault); // ToString of a type we do not know.
            return null;
        }
    }

    private void Post(string member, RunEvent what)
    {
        if (_recorder is null)
        {
            Faults.NoRun(member);
            return;
        }

        _recorder.Post(this, what);
        if (_ended != 0)
        {
            _recorder.Wake();
        }
    }
}
