using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using MlOps.Models.Onnx;
using MlOps.Provenance;

namespace MlOps.Models;

/// <summary>
/// The document <c>MLmodel</c>: what a model is, and how it is loaded. A flavour is one way to load it: <c>dotnet</c> names the
/// type that does; <c>onnx</c>, and <c>python_function</c> on top of it, are what MLflow's own tools look for.
/// </summary>
/// <remarks>It says no <c>mlflow_version</c> and no version of Python, since neither wrote it; MLflow takes both for optional.</remarks>
internal static class ModelDocument
{
    public const string FileName = "MLmodel";

    public static JsonObject Of(Run run, string path, ModelFiles files, long size, ModelOptions options, DateTime created)
    {
        var document = new JsonObject
        {
            ["artifact_path"] = path,
            ["flavors"] = Flavors(run, files, options),
        };
        if (MetadataOf(run, options) is { Count: > 0 } metadata)
        {
            document["metadata"] = metadata;
        }

        document["model_size_bytes"] = size;
        document["model_uuid"] = Guid.NewGuid().ToString("n");
        document["run_id"] = run.RunId;
        if (options.InputExample is { } example)
        {
            document["saved_input_example_info"] = example.ToNode();
        }

        if (SignatureOf(files, options) is { } signature)
        {
            document["signature"] = signature.ToNode();
        }

        document["utc_time_created"] = created.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        return document;
    }

    public static ModelSignature? SignatureOf(ModelFiles files, ModelOptions options) => options.Signature ?? files.Onnx?.Signature();

    /// <summary>
    /// What MLflow keeps of a model in the tag <c>mlflow.log-model.history</c>, by which it finds the models of a run. The versions of
    /// packages are only in <c>MLmodel</c>: a tag is short.
    /// </summary>
    public static JsonObject Entry(JsonObject document)
    {
        var entry = (JsonObject)document.DeepClone();
        foreach (var key in entry.Select(static member => member.Key).ToArray())
        {
            if (key is not ("run_id" or "artifact_path" or "utc_time_created" or "model_uuid" or "flavors"))
            {
                entry.Remove(key);
            }
        }

        (entry["flavors"]!["dotnet"] as JsonObject)?.Remove("packages");
        return entry;
    }

    private static JsonObject Flavors(Run run, ModelFiles files, ModelOptions options)
    {
        var flavors = new JsonObject { ["dotnet"] = Dotnet(run, files, options) };
        if (files.Onnx is { } onnx)
        {
            flavors["onnx"] = new JsonObject
            {
                ["code"] = null,
                ["data"] = files.Data,
                ["onnx_session_options"] = null,
                ["onnx_version"] = OnnxRelease.Of(onnx),
                ["providers"] = new JsonArray("CUDAExecutionProvider", "CPUExecutionProvider"),
            };
            flavors["python_function"] = new JsonObject
            {
                ["data"] = files.Data,
                ["env"] = new JsonObject { ["conda"] = PythonEnvironment.CondaFile, ["virtualenv"] = PythonEnvironment.EnvironmentFile },
                ["loader_module"] = "mlflow.onnx",
            };
        }

        return flavors;
    }

    private static JsonObject Dotnet(Run run, ModelFiles files, ModelOptions options)
    {
        var assembly = options.EntryType?.Assembly ?? run.Method?.Assembly ?? Assembly.GetEntryAssembly();
        var flavor = new JsonObject();
        Add("assembly", assembly?.GetName().Name);
        Add("data", files.Data);
        Add("entry_type", options.EntryType?.FullName);
        var packages = new JsonObject();
        foreach (var (name, version) in CodeDescription.Of(assembly).Packages)
        {
            packages[name] = version;
        }

        flavor["packages"] = packages;
        Add("runtime", RuntimeInformation.FrameworkDescription);
        Add("target_framework", assembly?.GetCustomAttribute<TargetFrameworkAttribute>()?.FrameworkName.Replace(".NETCoreApp,Version=v", "net", StringComparison.Ordinal));
        return flavor;

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                flavor[key] = value;
            }
        }
    }

    private static JsonObject MetadataOf(Run run, ModelOptions options)
    {
        var metadata = new JsonObject();
        foreach (var (key, value) in options.Metadata)
        {
            metadata[key] = value;
        }

        if (run.Method?.Fingerprint is { } fingerprint)
        {
            metadata.TryAdd(ModelTags.Fingerprint, fingerprint);
        }

        return metadata;
    }
}
