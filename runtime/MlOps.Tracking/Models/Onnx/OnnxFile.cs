namespace MlOps.Models.Onnx;

/// <summary>What an ONNX file says of itself: which ONNX it needs, what goes in and out, and which other files it needs beside it.</summary>
/// <param name="IrVersion">The version of the file format.</param>
/// <param name="Opset">The version of ONNX's own operators; 0 when it uses none.</param>
/// <param name="Inputs">What it must be given, in order; inputs that it has values for are left out.</param>
/// <param name="Outputs">What it gives, in order.</param>
/// <param name="ExternalFiles">The files that hold weights of it, from its own folder.</param>
internal sealed record OnnxFile(
    long IrVersion,
    long Opset,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs,
    IReadOnlyList<string> ExternalFiles)
{
    /// <summary>Reads the file without loading what is in it.</summary>
    /// <exception cref="InvalidDataException">It is no ONNX file, or a damaged one.</exception>
    public static OnnxFile Read(string path)
    {
        using var file = File.OpenRead(path);
        try
        {
            return new OnnxParser(file).Parse();
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"'{Path.GetFileName(path)}' is no ONNX file, or a damaged one: {fault.Message}");
        }
    }

    /// <summary>What the model says of its tensors, in MLflow's words; a side with something that they have no word for is left out.</summary>
    public ModelSignature? Signature() => (SchemaOf(Inputs), SchemaOf(Outputs)) switch
    {
        (null, null) => null,
        var (inputs, outputs) => new ModelSignature(inputs, outputs),
    };

    private static ModelSchema? SchemaOf(IReadOnlyList<OnnxValue> values) =>
        values.Count == 0 || values.Any(static value => value is not { Type: not null, Shape: not null })
            ? null
            : ModelSchema.OfTensors([.. values.Select(static value => new TensorSpec(value.Name, value.Type!.Value, value.Shape!))]);
}
