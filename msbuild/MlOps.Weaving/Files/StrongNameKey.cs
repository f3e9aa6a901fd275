using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>The key that makes the signature of a signed assembly valid again.</summary>
internal static class StrongNameKey
{
    private const byte PrivateKeyBlob = 0x07;

    public static byte[]? For(ModuleDefinition module, string? keyFile)
    {
        if (keyFile is null || !module.Attributes.HasFlag(ModuleAttributes.StrongNameSigned))
        {
            return null;
        }

        var key = File.ReadAllBytes(keyFile);
        return key is [PrivateKeyBlob, ..] ? key : throw new WeaveException(WeaveError.UnusableKey(keyFile));
    }
}
