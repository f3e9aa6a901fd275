using System.Runtime.InteropServices;

namespace MlOps.Recording;

/// <summary>Whether an exception is on its way through the calling thread: it is, in the <c>Dispose</c> of a <c>using</c> that it leaves.</summary>
internal static class Unwinding
{
    private static readonly bool s_isKnown = Try();

    /// <summary>Always <see langword="false"/> where the runtime does not tell, as in NativeAOT.</summary>
    public static bool IsUnderWay => s_isKnown && Marshal.GetExceptionPointers() != 0;

    private static bool Try()
    {
        try
        {
            _ = Marshal.GetExceptionPointers();
            return true;
        }
        catch (PlatformNotSupportedException)
        {
            return false;
        }
    }
}
