namespace MlOps.Models.Onnx;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements; <see langword="null"/> for what is no tensor, or one of a type that NumPy does not have.</param>
/// <param name="Shape">Its sizes, -1 where one is known only when the model runs; <see langword="null"/> when not even their number is known.</param>
internal sealed record OnnxValue(string Name, TensorType? Type, IReadOnlyList<long>? Shape)
{
    /// <summary>ONNX's numbers of the types of elements.</summary>
    public static TensorType? TypeOf(long number) => number switch
    {
        1 => TensorType.Single,
        2 => TensorType.Byte,
        3 => TensorType.SByte,
        4 => TensorType.UInt16,
        5 => TensorType.Int16,
        6 => TensorType.Int32,
        7 => TensorType.Int64,
        8 => TensorType.String,
        9 => TensorType.Boolean,
        10 => TensorType.Half,
        11 => TensorType.Double,
        12 => TensorType.UInt32,
        13 => TensorType.UInt64,
        _ => null,
    };
}
