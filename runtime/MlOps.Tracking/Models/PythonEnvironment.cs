using System.Text.Json.Nodes;
using MlOps.Models.Onnx;

namespace MlOps.Models;

/// <summary>The files by which MLflow makes an environment that an ONNX model can be served in, for each of its ways to make one.</summary>
internal static class PythonEnvironment
{
    public const string CondaFile = "conda.yaml";
    public const string EnvironmentFile = "python_env.yaml";
    public const string RequirementsFile = "requirements.txt";

    // One that every MLflow from 2.12 on runs with. No Python made the model, so none is its own.
    private const string Python = "3.11";

    /// <summary>The names of the files and what is in them.</summary>
    public static IEnumerable<(string Name, string Text)> FilesFor(OnnxFile model)
    {
        string[] requirements = ["mlflow>=2.12", OnnxRelease.Of(model) is { } release ? $"onnx>={release}" : "onnx", "onnxruntime"];
        yield return (RequirementsFile, string.Join('\n', requirements) + "\n");
        yield return (EnvironmentFile, YamlText.Of(new JsonObject
        {
            ["python"] = Python,
            ["build_dependencies"] = new JsonArray("pip", "setuptools", "wheel"),
            ["dependencies"] = new JsonArray($"-r {RequirementsFile}"),
        }));
        yield return (CondaFile, YamlText.Of(new JsonObject
        {
            ["channels"] = new JsonArray("conda-forge"),
            ["dependencies"] = new JsonArray($"python={Python}", "pip", new JsonObject { ["pip"] = new JsonArray([.. requirements.Select(static line => (JsonNode)line)]) }),
            ["name"] = "mlflow-env",
        }));
    }
}
