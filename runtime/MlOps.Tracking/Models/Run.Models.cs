using MlOps.Models;

namespace MlOps;

// Models: folders of artifacts with a file that says what they are.
public sealed partial class Run
{
    /// <summary>
    /// Keeps a model as artifacts, with the file <c>MLmodel</c> by which MLflow and its tools know what it is, and registers it
    /// where that is asked for.
    /// </summary>
    /// <param name="model">The file of the model, or the folder with its files.</param>
    /// <param name="path">Where it goes among the run's artifacts.</param>
    /// <param name="registerAs">The name of the registered model of which this becomes the next version; left out, none.</param>
    /// <param name="options">What else is said of it: signature, input example, entry type, description, aliases, tags.</param>
    /// <remarks>
    /// As <see cref="LogFolder"/>: the files are copied before this returns, the rest is done by the recording thread, and what
    /// goes wrong is told, not thrown.
    /// </remarks>
    /// <example>
    /// <code>
    /// Run.Current.LogModel("iris.onnx", registerAs: "iris");
    /// </code>
    /// </example>
    public void LogModel(string model, string path = "model", string? registerAs = null, ModelOptions? options = null) =>
        Stage(nameof(LogModel), model, recorder => Post(nameof(LogModel), ModelEvent.Of(this, recorder, model, path, registerAs, options ?? new())));
}
