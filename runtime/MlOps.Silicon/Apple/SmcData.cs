using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MlOps.Silicon.Apple;

/// <summary>What is sent to and comes back from the System Management Controller: <c>SMCKeyData_t</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 80)]
internal unsafe struct SmcData
{
    [FieldOffset(0)]
    public uint Key;
    [FieldOffset(28)]
    public uint Size;
    [FieldOffset(32)]
    public uint Type;
    [FieldOffset(40)]
    public byte Result;
    [FieldOffset(42)]
    public byte Command;
    [FieldOffset(44)]
    public uint Index;
    [FieldOffset(48)]
    public fixed byte Bytes[32];

    /// <summary>Four letters as the number that stands for them.</summary>
    public static uint Code(ReadOnlySpan<byte> letters) => BinaryPrimitives.ReadUInt32BigEndian(letters);

    /// <summary>The value that came back, by its type; <see cref="double.NaN"/> if we do not know that type.</summary>
    public readonly double Value()
    {
        fixed (byte* bytes = Bytes)
        {
            var value = new ReadOnlySpan<byte>(bytes, 32);
            return Type switch
            {
                0x666C7420 => BinaryPrimitives.ReadSingleLittleEndian(value), // "flt "
                0x66706532 => BinaryPrimitives.ReadUInt16BigEndian(value) / 4.0, // "fpe2"
                0x73703738 => BinaryPrimitives.ReadInt16BigEndian(value) / 256.0, // "sp78"
                0x75693820 => value[0], // "ui8 "
                0x75693136 => BinaryPrimitives.ReadUInt16BigEndian(value), // "ui16"
                0x75693332 => BinaryPrimitives.ReadUInt32BigEndian(value), // "ui32"
                _ => double.NaN,
            };
        }
    }
}

/// <summary>The System Management Controller, which watches over heat, fans and power.</summary>
internal interface ISmc : IDisposable
{
    /// <summary>Opens the way to it.</summary>
    bool TryOpen();

    /// <summary>Sends a command and takes what comes back.</summary>
    bool TryCall(ref SmcData data);
}

/// <summary>The controller of this Mac.</summary>
internal sealed unsafe class Smc : ISmc
{
    private const uint Selector = 2;
    private uint _connection;

    public bool TryOpen()
    {
        // Apple's chips have several by that class; this one knows the keys. Intel Macs have but one.
        var services = IoKit.Services("AppleSMC");
        var index = services.FindIndex(static service => IoKit.NameOf(service) == "AppleSMCKeysEndpoint");
        uint connection = 0;
        var isOpen = services.Count > 0 && IoKit.Open(services[Math.Max(index, 0)], LibSystem.Task, 0, &connection) == 0;
        _connection = connection;
        services.ForEach(static service => _ = IoKit.Release(service));
        return isOpen;
    }

    public bool TryCall(ref SmcData data)
    {
        var input = data;
        var length = (nuint)sizeof(SmcData);
        fixed (SmcData* output = &data)
        {
            return IoKit.CallStruct(_connection, Selector, &input, length, output, &length) == 0;
        }
    }

    public void Dispose()
    {
        if (_connection != 0)
        {
            _ = IoKit.Close(_connection);
            _connection = 0;
        }
    }
}
