using System.Text.Json;
using MlOps.Store;

namespace MlOps;

/// <summary>What goes into a model, or comes out of it: tensors, or the columns of a table, as MLflow has the one or the other.</summary>
public sealed class ModelSchema
{
    private ModelSchema(IReadOnlyList<TensorSpec> tensors, IReadOnlyList<DatasetColumn> columns) => (Tensors, Columns) = (tensors, columns);

    /// <summary>The tensors, in order; empty when it is a table.</summary>
    public IReadOnlyList<TensorSpec> Tensors { get; }

    /// <summary>The columns, in order; empty when it is tensors.</summary>
    public IReadOnlyList<DatasetColumn> Columns { get; }

    /// <summary>Some tensors.</summary>
    /// <param name="tensors">The tensors, in order.</param>
    public static ModelSchema OfTensors(params IReadOnlyList<TensorSpec> tensors) => new([.. tensors], []);

    /// <summary>The columns of a table, such as those of a data set without the one that is to be predicted.</summary>
    /// <param name="columns">The columns, in order.</param>
    public static ModelSchema OfColumns(params IEnumerable<DatasetColumn> columns) => new([], [.. columns]);

    /// <summary>
    /// In MLflow's JSON: <c>[{"name":"x","type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,4]}}]</c>, or
    /// <c>[{"type":"double","name":"x","required":true}]</c>.
    /// </summary>
    public override string ToString() => DatasetTable.JsonText(writer =>
    {
        writer.WriteStartArray();
        foreach (var tensor in Tensors)
        {
            Write(writer, tensor);
        }

        foreach (var column in Columns)
        {
            DatasetTable.Write(writer, column);
        }

        writer.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter writer, TensorSpec tensor)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, tensor.Name);
        writer.WriteString("type"u8, "tensor"u8);
        writer.WriteStartObject("tensor-spec"u8);
        writer.WriteString("dtype"u8, NameOf(tensor.Type));
        writer.WriteStartArray("shape"u8);
        foreach (var size in tensor.Shape)
        {
            writer.WriteNumberValue(size);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>NumPy's word for the type.</summary>
    private static string NameOf(TensorType type) => type switch
    {
        TensorType.Single => "float32",
        TensorType.Double => "float64",
        TensorType.Half => "float16",
        TensorType.SByte => "int8",
        TensorType.Int16 => "int16",
        TensorType.Int32 => "int32",
        TensorType.Int64 => "int64",
        TensorType.Byte => "uint8",
        TensorType.UInt16 => "uint16",
        TensorType.UInt32 => "uint32",
        TensorType.UInt64 => "uint64",
        TensorType.Boolean => "bool",
        TensorType.String => "str",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such type of tensors."),
    };
}
