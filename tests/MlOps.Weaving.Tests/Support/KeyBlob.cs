using System.Security.Cryptography;

namespace MlOps.Tests.Weaving.Support;

/// <summary>Writes the format of <c>.snk</c> files, which .NET itself writes on Windows only.</summary>
internal static class KeyBlob
{
    public static byte[] Of(RSA key)
    {
        var numbers = key.ExportParameters(includePrivateParameters: true);
        using var blob = new MemoryStream();
        using var writer = new BinaryWriter(blob);
        writer.Write((byte)7); // PRIVATEKEYBLOB
        writer.Write((byte)2);
        writer.Write((ushort)0);
        writer.Write(0x2400); // CALG_RSA_SIGN
        writer.Write("RSA2"u8);
        writer.Write(key.KeySize);
        writer.Write(LittleEndian(numbers.Exponent!, 4));
        var half = key.KeySize / 16;
        writer.Write(LittleEndian(numbers.Modulus!, half * 2));
        writer.Write(LittleEndian(numbers.P!, half));
        writer.Write(LittleEndian(numbers.Q!, half));
        writer.Write(LittleEndian(numbers.DP!, half));
        writer.Write(LittleEndian(numbers.DQ!, half));
        writer.Write(LittleEndian(numbers.InverseQ!, half));
        writer.Write(LittleEndian(numbers.D!, half * 2));
        return blob.ToArray();
    }

    private static byte[] LittleEndian(byte[] number, int length)
    {
        var bytes = new byte[length];
        number.AsSpan().CopyTo(bytes.AsSpan(length - number.Length));
        Array.Reverse(bytes);
        return bytes;
    }
}
