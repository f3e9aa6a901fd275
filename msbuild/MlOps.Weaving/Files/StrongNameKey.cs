namespace MlOps.Weaving;

/// <summary>The key that makes the signature of a signed assembly valid again.</summary>
internal static class StrongNameKey
{
    private const byte PrivateKeyBlob = 0x07;

    public static byte[]? For(WeaveRequest request, AssemblyImage image)
    {
        if (!image.IsSigned)
        {
            return null;
        }

        if (request.KeyFile is null)
        {
            throw new WeaveException(WeaveError.NoKey(request.AssemblyPath));
        }

        var key = File.ReadAllBytes(request.KeyFile);
        return key is [PrivateKeyBlob, ..] ? key : throw new WeaveException(WeaveError.UnusableKey(request.KeyFile));
    }
}
