using System.Text.Json.Nodes;

namespace MlOps;

/// <summary>What a model takes and gives. A model that is logged in ONNX has one by itself.</summary>
/// <param name="Inputs">What goes in; <see langword="null"/> when that is not told.</param>
/// <param name="Outputs">What comes out; <see langword="null"/> when that is not told.</param>
public sealed record ModelSignature(ModelSchema? Inputs, ModelSchema? Outputs = null)
{
    /// <summary>As one JSON document.</summary>
    public override string ToString() => $$"""{"inputs":{{Inputs?.ToString() ?? "null"}},"outputs":{{Outputs?.ToString() ?? "null"}}}""";

    /// <summary>As <c>MLmodel</c> has it: each side a text of JSON.</summary>
    internal JsonObject ToNode() => new() { ["inputs"] = Inputs?.ToString(), ["outputs"] = Outputs?.ToString(), ["params"] = null };
}
