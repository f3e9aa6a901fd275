using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlOps.Data.Md5;

/// <summary>One message: for processors without vectors, and the measure of the others in tests.</summary>
internal readonly struct OneLane : ILanes<uint>
{
    public static int Count => 1;

    public static uint All(uint value) => value;

    public static uint Add(uint a, uint b) => a + b;

    public static uint And(uint a, uint b) => a & b;

    public static uint AndNot(uint a, uint b) => a & ~b;

    public static uint Xor(uint a, uint b) => a ^ b;

    public static uint RotateLeft(uint a, int count) => BitOperations.RotateLeft(a, count);

    public static unsafe void Load(byte** blocks, uint* numbers)
    {
        for (var i = 0; i < Md5Rounds.Numbers; i++)
        {
            numbers[i] = Little.Number(blocks[0], i);
        }
    }
}

/// <summary>SSE2, Arm AdvSimd, WebAssembly.</summary>
internal readonly struct FourLanes : ILanes<Vector128<uint>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> All(uint value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Add(Vector128<uint> a, Vector128<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> And(Vector128<uint> a, Vector128<uint> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> AndNot(Vector128<uint> a, Vector128<uint> b) => Vector128.AndNot(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Xor(Vector128<uint> a, Vector128<uint> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> RotateLeft(Vector128<uint> a, int count) => (a << count) | (a >>> (32 - count));

    public static unsafe void Load(byte** blocks, Vector128<uint>* numbers)
    {
        for (var i = 0; i < Md5Rounds.Numbers; i++)
        {
            numbers[i] = Vector128.Create(
                Little.Number(blocks[0], i), Little.Number(blocks[1], i), Little.Number(blocks[2], i), Little.Number(blocks[3], i));
        }
    }
}

/// <summary>AVX2.</summary>
internal readonly struct EightLanes : ILanes<Vector256<uint>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> All(uint value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> a, Vector256<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> And(Vector256<uint> a, Vector256<uint> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> AndNot(Vector256<uint> a, Vector256<uint> b) => Vector256.AndNot(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> a, Vector256<uint> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateLeft(Vector256<uint> a, int count) => (a << count) | (a >>> (32 - count));

    public static unsafe void Load(byte** blocks, Vector256<uint>* numbers)
    {
        if (Avx2.IsSupported)
        {
            Transpose(blocks, 0, numbers);
            Transpose(blocks, Md5Rounds.Numbers / 2, numbers);
            return;
        }

        var lower = stackalloc Vector128<uint>[Md5Rounds.Numbers];
        var upper = stackalloc Vector128<uint>[Md5Rounds.Numbers];
        FourLanes.Load(blocks, lower);
        FourLanes.Load(blocks + FourLanes.Count, upper);
        for (var i = 0; i < Md5Rounds.Numbers; i++)
        {
            numbers[i] = Vector256.Create(lower[i], upper[i]);
        }
    }

    /// <summary>Eight rows of eight numbers to eight columns: pairs, then fours, then halves change places.</summary>
    private static unsafe void Transpose(byte** blocks, int first, Vector256<uint>* numbers)
    {
        var (row01, row23, row45, row67) = (Pair(0), Pair(2), Pair(4), Pair(6));
        var (a, b) = (Fours(row01.Low, row23.Low), Fours(row45.Low, row67.Low));
        var (c, d) = (Fours(row01.High, row23.High), Fours(row45.High, row67.High));
        Halves(a.Low, b.Low, numbers + first);
        Halves(a.High, b.High, numbers + first + 1);
        Halves(c.Low, d.Low, numbers + first + 2);
        Halves(c.High, d.High, numbers + first + 3);

        (Vector256<ulong> Low, Vector256<ulong> High) Pair(int row)
        {
            var (one, other) = (Vector256.Load((uint*)blocks[row] + first), Vector256.Load((uint*)blocks[row + 1] + first));
            return (Avx2.UnpackLow(one, other).AsUInt64(), Avx2.UnpackHigh(one, other).AsUInt64());
        }

        static (Vector256<ulong> Low, Vector256<ulong> High) Fours(Vector256<ulong> one, Vector256<ulong> other) =>
            (Avx2.UnpackLow(one, other), Avx2.UnpackHigh(one, other));

        static void Halves(Vector256<ulong> one, Vector256<ulong> other, Vector256<uint>* to)
        {
            to[0] = Avx2.Permute2x128(one, other, 0x20).AsUInt32();
            to[4] = Avx2.Permute2x128(one, other, 0x31).AsUInt32();
        }
    }
}

/// <summary>AVX-512.</summary>
internal readonly struct SixteenLanes : ILanes<Vector512<uint>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> All(uint value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> a, Vector512<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> And(Vector512<uint> a, Vector512<uint> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> AndNot(Vector512<uint> a, Vector512<uint> b) => Vector512.AndNot(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> a, Vector512<uint> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateLeft(Vector512<uint> a, int count) => (a << count) | (a >>> (32 - count));

    public static unsafe void Load(byte** blocks, Vector512<uint>* numbers)
    {
        var lower = stackalloc Vector256<uint>[Md5Rounds.Numbers];
        var upper = stackalloc Vector256<uint>[Md5Rounds.Numbers];
        EightLanes.Load(blocks, lower);
        EightLanes.Load(blocks + EightLanes.Count, upper);
        for (var i = 0; i < Md5Rounds.Numbers; i++)
        {
            numbers[i] = Vector512.Create(lower[i], upper[i]);
        }
    }
}

/// <summary>MD5 reads its numbers with the lowest byte first, on every machine.</summary>
file static class Little
{
    public static unsafe uint Number(byte* block, int index) =>
        BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(block + (index * sizeof(uint)), sizeof(uint)));
}
