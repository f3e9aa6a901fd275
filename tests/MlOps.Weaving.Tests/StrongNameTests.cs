using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using MlOps.Tests.Weaving.Support;
using MlOps.Weaving;

namespace MlOps.Tests.Weaving;

public class StrongNameTests
{
    [Fact]
    public void ASignedAssemblyIsSignedAgain()
    {
        using var folder = new TempFolder();
        using var key = RSA.Create(2048);
        var keyFile = folder.PathOf("Key.snk");
        File.WriteAllBytes(keyFile, KeyBlob.Of(key));
        using var woven = Compiled.Woven(Samples.Trainer, new() { KeyFile = keyFile });

        Assert.True(SignatureIsValid(woven.Bytes, key));
        using var loaded = new Loaded(woven);
        Assert.NotEmpty(loaded.Assembly.GetName().GetPublicKeyToken()!);
        Assert.Contains("begin Train", loaded.Run());
    }

    [Fact]
    public void AKeyThatCannotSignIsAnErrorAndNothingIsWritten()
    {
        using var folder = new TempFolder();
        using var key = RSA.Create(2048);
        var keyFile = folder.PathOf("Key.snk");
        File.WriteAllBytes(keyFile, KeyBlob.Of(key));
        using var compiled = Compiled.From(Samples.Trainer, new() { KeyFile = keyFile });
        File.WriteAllBytes(keyFile, key.ExportSubjectPublicKeyInfo());
        var before = compiled.Bytes;

        Assert.Equal("MLOPS9005", Assert.Single(compiled.Weave().Errors).Code);
        Assert.Equal(before, compiled.Bytes);
    }

    [Fact]
    public void AnAssemblySignedFromAKeyContainerIsAnErrorAndNothingIsWritten()
    {
        using var folder = new TempFolder();
        using var key = RSA.Create(2048);
        var keyFile = folder.PathOf("Key.snk");
        File.WriteAllBytes(keyFile, KeyBlob.Of(key));
        using var compiled = Compiled.From(Samples.Trainer, new() { KeyFile = keyFile });
        var before = compiled.Bytes;

        var error = Assert.Single(Weaver.Weave(compiled.Request with { KeyFile = null }).Errors);

        Assert.Equal("MLOPS9005", error.Code);
        Assert.Contains("KeyContainerName", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, compiled.Bytes);
    }

    [Fact]
    public void APubliclySignedAssemblyKeepsItsEmptySignature()
    {
        using var folder = new TempFolder();
        using var key = RSA.Create(2048);
        var keyFile = folder.PathOf("Key.snk");
        File.WriteAllBytes(keyFile, KeyBlob.Of(key));
        using var compiled = Compiled.From(Samples.Trainer, new() { KeyFile = keyFile, PublicSign = true });

        Assert.Equal(WeaveOutcome.Woven, Weaver.Weave(compiled.Request with { KeyFile = null }).Outcome);

        using var image = new PEReader(new MemoryStream(compiled.Bytes));
        Assert.True(image.PEHeaders.CorHeader!.Flags.HasFlag(CorFlags.StrongNameSigned));
        using var loaded = new Loaded(compiled);
        Assert.NotEmpty(loaded.Assembly.GetName().GetPublicKeyToken()!);
    }

    [Fact]
    public void AnUnsignedAssemblyStaysUnsigned()
    {
        using var woven = Compiled.Woven(Samples.Trainer);
        using var image = new PEReader(new MemoryStream(woven.Bytes));

        Assert.False(image.PEHeaders.CorHeader!.Flags.HasFlag(CorFlags.StrongNameSigned));
    }

    // As the compiler does it: the headers without their padding and all sections, save checksum, certificate entry and signature.
    private static bool SignatureIsValid(byte[] image, RSA key)
    {
        using var reader = new PEReader(new MemoryStream(image));
        var headers = reader.PEHeaders;
        var directory = headers.CorHeader!.StrongNameSignatureDirectory;
        Assert.True(headers.TryGetDirectoryOffset(directory, out var start));
        var signature = image.AsSpan(start, directory.Size).ToArray();
        Assert.Contains(signature, static value => value != 0);

        var optional = headers.PEHeaderStartOffset;
        Array.Clear(image, optional + 64, 4);
        Array.Clear(image, optional + (headers.PEHeader!.Magic == PEMagic.PE32 ? 128 : 144), 8);
        var endOfHeaders = optional + headers.CoffHeader.SizeOfOptionalHeader + (headers.SectionHeaders.Length * 40);
        var signed = new List<byte>(image[..endOfHeaders]);
        foreach (var section in headers.SectionHeaders)
        {
            var bytes = image.AsSpan(section.PointerToRawData, section.SizeOfRawData).ToArray();
            var inside = start - section.PointerToRawData;
            signed.AddRange(inside >= 0 && inside < bytes.Length ? [.. bytes[..inside], .. bytes[(inside + directory.Size)..]] : bytes);
        }

        Array.Reverse(signature);
#pragma warning disable CA5350 // Strong names are SHA-1 by definition.
        return key.VerifyHash(SHA1.HashData([.. signed]), signature, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
#pragma warning restore CA5350
    }
}
