using MlOps.Models.Onnx;
using MlOps.Recording;

namespace MlOps.Models;

/// <summary>The files that make up a model.</summary>
/// <param name="Folder">The folder that they lie in.</param>
/// <param name="Paths">Their paths from there, with forward slashes.</param>
/// <param name="Data">The one that holds the model itself, if that is known.</param>
internal sealed record ModelFiles(string Folder, IReadOnlyList<string> Paths, string? Data)
{
    /// <summary>What the model says of itself where it is ONNX and whole.</summary>
    public OnnxFile? Onnx { get; private init; }

    /// <summary>Why an ONNX model cannot be used as one.</summary>
    public string? Problem { get; private init; }

    /// <exception cref="FileNotFoundException">There is nothing at that path, or not the file that is said to be the model.</exception>
    public static ModelFiles Of(string model, string? data)
    {
        if (File.Exists(model))
        {
            var file = Path.GetFullPath(model);
            var name = Path.GetFileName(file);
            return new ModelFiles(Path.GetDirectoryName(file)!, [name], name).Read(isWhole: false);
        }

        if (!Directory.Exists(model))
        {
            throw new FileNotFoundException("there is no such file or folder.", model);
        }

        var paths = Staging.FilesOf(model);
        if (data is not null && !paths.Contains(data))
        {
            throw new FileNotFoundException($"the folder has no file '{data}', which is said to be the model.", data);
        }

        return new ModelFiles(Path.GetFullPath(model), paths, data ?? DataOf(paths)).Read(isWhole: true);
    }

    private static string? DataOf(IReadOnlyList<string> paths) =>
        paths is [var only] ? only
        : paths.Contains("model.onnx") ? "model.onnx"
        : paths.Where(IsOnnx).ToArray() is [var onnx] ? onnx
        : null;

    private static bool IsOnnx(string path) => path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    /// <param name="isWhole">Whether all files of the folder belong to the model; of a single file those do that it names.</param>
    private ModelFiles Read(bool isWhole)
    {
        if (Data is null || !IsOnnx(Data))
        {
            return this;
        }

        try
        {
            var onnx = OnnxFile.Read(Path.Combine(Folder, Data));
            string[] weights = [.. onnx.ExternalFiles.Select(PathOfWeights)];
            return weights.FirstOrDefault(path => isWhole ? !Paths.Contains(path) : !IsFile(path)) is { } missing
                ? this with { Problem = $"it needs the file '{missing}', which is not there." }
                : this with { Onnx = onnx, Paths = [.. Paths.Union(weights, StringComparer.Ordinal)] };
        }
        catch (InvalidDataException fault)
        {
            return this with { Problem = fault.Message };
        }
    }

    /// <summary>Only what lies beside the model, or below, is taken for a part of it, whatever the file says.</summary>
    private string PathOfWeights(string location)
    {
        var segments = location.Split('/');
        if (location.Contains('\\', StringComparison.Ordinal) || Path.IsPathRooted(location) || segments.Any(static segment => segment is "" or "." or ".."))
        {
            throw new InvalidDataException($"its weights lie in '{location}', and not in its own folder: no file from elsewhere is kept with it.");
        }

        var folder = Data!.LastIndexOf('/');
        return Data[..(folder + 1)] + location;
    }

    private bool IsFile(string path)
    {
        for (var part = path; part.Length > 0; part = part[..Math.Max(part.LastIndexOf('/'), 0)])
        {
            if (new FileInfo(Path.Combine(Folder, part)).LinkTarget is not null)
            {
                return false; // A link leads elsewhere.
            }
        }

        return File.Exists(Path.Combine(Folder, path));
    }
}
