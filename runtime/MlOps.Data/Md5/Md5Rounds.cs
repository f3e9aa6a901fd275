namespace MlOps.Data.Md5;

/// <summary>The compression of MD5, RFC 1321 section 3.4, on as many messages as there are lanes.</summary>
internal static class Md5Rounds
{
    public const int BlockSize = 64;

    /// <summary>32-bit numbers in a block.</summary>
    public const int Numbers = 16;

    /// <summary>The state a message begins with: A, B, C and D of the RFC.</summary>
    public static ReadOnlySpan<uint> Start => [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];

    /// <summary>The table T of the RFC: 2³² · |sin(i)|.</summary>
    private static ReadOnlySpan<uint> Sines =>
    [
        0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
        0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
        0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
        0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
        0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
        0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
        0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
        0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
    ];

    /// <summary>Takes blocks of every message into its state.</summary>
    /// <param name="blocks">Where the next block of every message lies; moved on.</param>
    /// <param name="strides">How far the following block lies from it, for every message: 0 for a lane without one.</param>
    /// <param name="count">How many blocks.</param>
    /// <param name="state">A, B, C and D of every message.</param>
    public static unsafe void Compress<TLanes, TVector>(byte** blocks, nint* strides, long count, TVector* state)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var x = stackalloc TVector[Numbers];
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var ones = TLanes.All(uint.MaxValue);
        fixed (uint* sines = Sines)
        {
            for (; count > 0; count--)
            {
                TLanes.Load(blocks, x);
                for (var lane = 0; lane < TLanes.Count; lane++)
                {
                    blocks[lane] += strides[lane];
                }

                var (a0, b0, c0, d0) = (a, b, c, d);
                var t = sines;

                // F = (b & c) | (~b & d), written with one operation less behind the latest value, which everything waits for.
                for (var i = 0; i < 16; i += 4, t += 4)
                {
                    a = TLanes.Add(b, TLanes.RotateLeft(TLanes.Add(Sum(a, x[i], t[0]), TLanes.Xor(d, TLanes.And(b, TLanes.Xor(c, d)))), 7));
                    d = TLanes.Add(a, TLanes.RotateLeft(TLanes.Add(Sum(d, x[i + 1], t[1]), TLanes.Xor(c, TLanes.And(a, TLanes.Xor(b, c)))), 12));
                    c = TLanes.Add(d, TLanes.RotateLeft(TLanes.Add(Sum(c, x[i + 2], t[2]), TLanes.Xor(b, TLanes.And(d, TLanes.Xor(a, b)))), 17));
                    b = TLanes.Add(c, TLanes.RotateLeft(TLanes.Add(Sum(b, x[i + 3], t[3]), TLanes.Xor(a, TLanes.And(c, TLanes.Xor(d, a)))), 22));
                }

                // G = (b & d) | (c & ~d): no bit is in both, so that both are added.
                for (var i = 1; i < 81; i += 20, t += 4)
                {
                    a = TLanes.Add(b, TLanes.RotateLeft(TLanes.Add(TLanes.Add(Sum(a, x[i & 15], t[0]), TLanes.AndNot(c, d)), TLanes.And(b, d)), 5));
                    d = TLanes.Add(a, TLanes.RotateLeft(TLanes.Add(TLanes.Add(Sum(d, x[(i + 5) & 15], t[1]), TLanes.AndNot(b, c)), TLanes.And(a, c)), 9));
                    c = TLanes.Add(d, TLanes.RotateLeft(TLanes.Add(TLanes.Add(Sum(c, x[(i + 10) & 15], t[2]), TLanes.AndNot(a, b)), TLanes.And(d, b)), 14));
                    b = TLanes.Add(c, TLanes.RotateLeft(TLanes.Add(TLanes.Add(Sum(b, x[(i + 15) & 15], t[3]), TLanes.AndNot(d, a)), TLanes.And(c, a)), 20));
                }

                // H = b ^ c ^ d.
                for (var i = 5; i < 53; i += 12, t += 4)
                {
                    a = TLanes.Add(b, TLanes.RotateLeft(TLanes.Add(Sum(a, x[i & 15], t[0]), TLanes.Xor(b, TLanes.Xor(c, d))), 4));
                    d = TLanes.Add(a, TLanes.RotateLeft(TLanes.Add(Sum(d, x[(i + 3) & 15], t[1]), TLanes.Xor(a, TLanes.Xor(b, c))), 11));
                    c = TLanes.Add(d, TLanes.RotateLeft(TLanes.Add(Sum(c, x[(i + 6) & 15], t[2]), TLanes.Xor(d, TLanes.Xor(a, b))), 16));
                    b = TLanes.Add(c, TLanes.RotateLeft(TLanes.Add(Sum(b, x[(i + 9) & 15], t[3]), TLanes.Xor(c, TLanes.Xor(d, a))), 23));
                }

                // I = c ^ (b | ~d), which is ~c ^ (d & ~b).
                for (var i = 0; i < 112; i += 28, t += 4)
                {
                    a = TLanes.Add(b, TLanes.RotateLeft(TLanes.Add(Sum(a, x[i & 15], t[0]), TLanes.Xor(TLanes.Xor(c, ones), TLanes.AndNot(d, b))), 6));
                    d = TLanes.Add(a, TLanes.RotateLeft(TLanes.Add(Sum(d, x[(i + 7) & 15], t[1]), TLanes.Xor(TLanes.Xor(b, ones), TLanes.AndNot(c, a))), 10));
                    c = TLanes.Add(d, TLanes.RotateLeft(TLanes.Add(Sum(c, x[(i + 14) & 15], t[2]), TLanes.Xor(TLanes.Xor(a, ones), TLanes.AndNot(b, d))), 15));
                    b = TLanes.Add(c, TLanes.RotateLeft(TLanes.Add(Sum(b, x[(i + 21) & 15], t[3]), TLanes.Xor(TLanes.Xor(d, ones), TLanes.AndNot(a, c))), 21));
                }

                (a, b, c, d) = (TLanes.Add(a, a0), TLanes.Add(b, b0), TLanes.Add(c, c0), TLanes.Add(d, d0));
            }
        }

        (state[0], state[1], state[2], state[3]) = (a, b, c, d);

        static TVector Sum(TVector value, TVector number, uint sine) => TLanes.Add(value, TLanes.Add(number, TLanes.All(sine)));
    }
}
