using System.Text;
using System.Text.Json.Nodes;
using MlOps.Recording;

namespace MlOps.Models;

/// <summary>A model that a run keeps.</summary>
/// <param name="Path">Where, among the artifacts of the run.</param>
/// <param name="Copies">Copies of its files, and where they go below that.</param>
/// <param name="Texts">The files that are written for it.</param>
/// <param name="Entry">What MLflow's list of the models of a run says of it.</param>
internal sealed record ModelEvent(
    string Path, IReadOnlyList<(string Path, string Copy)> Copies, IReadOnlyList<(string Path, byte[] Content)> Texts, JsonObject Entry) : RunEvent
{
    /// <summary>The file of a model that says what it was trained on.</summary>
    public const string ReferenceProfileName = "reference.profile";

    /// <summary>What to register it as.</summary>
    public string? Name { get; private init; }

    public ModelSignature? Signature { get; private init; }

    public required ModelOptions Options { get; init; }

    /// <summary>Copies the files, which may change or go right afterwards.</summary>
    /// <exception cref="IOException">The files cannot be read.</exception>
    public static ModelEvent Of(Run run, Recorder recorder, string model, string path, string? name, ModelOptions options)
    {
        path = path.TrimEnd('/');
        var files = ModelFiles.Of(model, options.Data);
        if (files.Problem is { } problem)
        {
            recorder.Faults.Report($"the model '{model}' is kept, but MLflow cannot load it: {problem}");
        }

        (string Path, string Copy)[] copies = [.. Sources(files, options.ReferenceProfile).Select(source => (source.Path, recorder.CopyFile(source.File)))];
        var size = copies.Sum(static copy => new FileInfo(copy.Copy).Length);
        var document = ModelDocument.Of(run, path, files, size, options, DateTime.UtcNow);
        return new(path, copies, [.. TextsFor(document, files, options)], ModelDocument.Entry(document))
        {
            Name = name,
            Signature = ModelDocument.SignatureOf(files, options),
            Options = options,
        };
    }

    private static IEnumerable<(string Path, string File)> Sources(ModelFiles files, string? profile)
    {
        var own = files.Paths.Where(file => file != ModelDocument.FileName && (profile is null || file != ReferenceProfileName))
            .Select(file => (file, System.IO.Path.Combine(files.Folder, file)));
        return profile is null ? own : own.Append((ReferenceProfileName, profile));
    }

    /// <summary>An environment that lies in the folder already is the one that is meant.</summary>
    private static IEnumerable<(string Path, byte[] Content)> TextsFor(JsonObject document, ModelFiles files, ModelOptions options)
    {
        yield return (ModelDocument.FileName, Encoding.UTF8.GetBytes(YamlText.Of(document)));
        if (options.InputExample is { } example)
        {
            yield return (ModelInputExample.FileName, Encoding.UTF8.GetBytes(example.Json));
            yield return (ModelInputExample.ServingFileName, Encoding.UTF8.GetBytes(example.ServingJson));
        }

        if (files.Onnx is { } onnx)
        {
            foreach (var (name, text) in PythonEnvironment.FilesFor(onnx).Where(file => !files.Paths.Contains(file.Name)))
            {
                yield return (name, Encoding.UTF8.GetBytes(text));
            }
        }
    }
}
