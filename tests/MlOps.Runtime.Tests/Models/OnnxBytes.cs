using System.Text;

namespace MlOps.Tests.Models;

/// <summary>Writes ONNX files by hand, right ones and wrong ones: messages of Protocol Buffers, field by field.</summary>
internal static class OnnxBytes
{
    public const int Float = 1;
    public const int Int64 = 7;
    public const int Text = 8;

    /// <summary>A classifier as scikit-learn's converter makes them: four numbers in, a label and probabilities out.</summary>
    public static byte[] Classifier(params byte[][] more) => Model(17, 8,
        [Input("features", Float, null, 4), Output("label", Int64, (long?)null), Output("probabilities", Float, null, 3), Initializer("weights", new byte[48]), .. more]);

    public static byte[] Model(long opset, long irVersion, params byte[][] graph) =>
        [.. Number(1, irVersion), .. Bytes(2, "tests"u8), .. Bytes(7, [.. graph.SelectMany(static member => member)]), .. Bytes(8, [.. Bytes(1, ""u8), .. Number(2, opset)])];

    public static byte[] Input(string name, int type, params long?[] shape) => Bytes(11, Value(name, type, shape));

    public static byte[] Output(string name, int type, params long?[] shape) => Bytes(12, Value(name, type, shape));

    /// <summary>A sequence of maps, as a classifier with ZipMap gives it: no tensor.</summary>
    public static byte[] OutputSequence(string name) => Bytes(12, [.. Bytes(1, Encoding.UTF8.GetBytes(name)), .. Bytes(2, Bytes(4, Bytes(1, Bytes(5, Number(1, Int64)))))]);

    public static byte[] Initializer(string name, byte[] data) => Bytes(5, [.. Number(1, data.Length), .. Number(2, 2), .. Bytes(8, Encoding.UTF8.GetBytes(name)), .. Bytes(9, data)]);

    public static byte[] External(string name, string location) => Bytes(5, ExternalTensor(name, location));

    /// <summary>A node whose constant lies in another file.</summary>
    public static byte[] NodeWithExternal(string location) => Bytes(1, Bytes(5, Bytes(5, ExternalTensor("", location))));

    /// <summary>A node with a graph in it, in which is a node with a graph, and so on.</summary>
    public static byte[] Nested(int depth)
    {
        byte[] graph = [];
        for (var level = 0; level < depth; level++)
        {
            graph = Bytes(1, Bytes(5, Bytes(6, graph)));
        }

        return graph;
    }

    public static byte[] Number(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    public static byte[] Bytes(int field, ReadOnlySpan<byte> content) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)content.Length), .. content];

    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static byte[] ExternalTensor(string name, string location) =>
    [
        .. Bytes(8, Encoding.UTF8.GetBytes(name)),
        .. Bytes(13, [.. Bytes(1, "location"u8), .. Bytes(2, Encoding.UTF8.GetBytes(location))]),
        .. Bytes(13, [.. Bytes(1, "offset"u8), .. Bytes(2, "0"u8)]),
        .. Number(14, 1),
    ];

    private static byte[] Value(string name, int type, long?[] shape) =>
    [
        .. Bytes(1, Encoding.UTF8.GetBytes(name)),
        .. Bytes(2, Bytes(1, [.. Number(1, type), .. Bytes(2, [.. shape.SelectMany(static size => Bytes(1, size is { } known ? Number(1, known) : Bytes(2, "batch"u8)))])])),
    ];
}
