using System.Security.Cryptography;

namespace MlOps.Tests;

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

    /// <summary>The public half as the compiler writes it in hex into <c>InternalsVisibleTo</c>.</summary>
    public static byte[] PublicKeyOf(RSA key)
    {
        var numbers = key.ExportParameters(includePrivateParameters: false);
        var modulus = LittleEndian(numbers.Modulus!, key.KeySize / 8);
        using var blob = new MemoryStream();
        using var writer = new BinaryWriter(blob);
        writer.Write(0x2400); // CALG_RSA_SIGN
        writer.Write(0x8004); // CALG_SHA1
        writer.Write(20 + modulus.Length);
        writer.Write((byte)6); // PUBLICKEYBLOB
        writer.Write((byte)2);
        writer.Write((ushort)0);
        writer.Write(0x2400);
        writer.Write("RSA1"u8);
        writer.Write(key.KeySize);
        writer.Write(LittleEndian(numbers.Exponent!, 4));
        writer.Write(modulus);
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
