using System.Text;
using System.Text.RegularExpressions;
using MlOps.Models;

namespace MlOps.MLflow.Delivery;

/// <summary>The description of a model as a server is to have it: run and logged model go by the ids that they have there.</summary>
internal static partial class RemoteModelDocument
{
    // It is a page of text; larger is something else of that name.
    private const long Largest = 1024 * 1024;

    /// <summary>Whether a file is the description of a model.</summary>
    public static bool IsAt(string file) => Path.GetFileName(file) == ModelDocument.FileName && new FileInfo(file) is { Exists: true, Length: <= Largest };

    /// <param name="file">The description on this machine.</param>
    /// <param name="run">The id of the run that made the model.</param>
    /// <param name="remoteRun">Its id there.</param>
    /// <param name="modelId">The id of the logged model; null when it is none.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<Stream> ReadAsync(string file, string run, string? remoteRun, string? modelId, CancellationToken cancellationToken)
    {
        var text = (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Replace(run, remoteRun, StringComparison.Ordinal);
        return new MemoryStream(Encoding.UTF8.GetBytes(modelId is null ? text : $"{ModelId().Replace(text, "").TrimEnd()}\nmodel_id: '{modelId}'\n"));
    }

    [GeneratedRegex(@"^model_id:.*\n?", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ModelId();
}
