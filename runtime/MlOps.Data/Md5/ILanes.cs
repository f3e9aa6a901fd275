namespace MlOps.Data.Md5;

/// <summary>What MD5 does with a 32-bit number, done to the same number of several messages at once.</summary>
/// <remarks>The vector types of .NET have operators, but no interface that generic code could call them by.</remarks>
/// <typeparam name="TVector">The numbers side by side, the first message lowest.</typeparam>
internal interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>How many messages.</summary>
    static abstract int Count { get; }

    static abstract TVector All(uint value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector And(TVector a, TVector b);

    /// <summary><c>a &amp; ~b</c>.</summary>
    static abstract TVector AndNot(TVector a, TVector b);

    static abstract TVector Xor(TVector a, TVector b);

    static abstract TVector RotateLeft(TVector a, int count);

    /// <summary>Turns the next block of every message, 16 numbers each, into 16 vectors of one number of every message.</summary>
    static abstract unsafe void Load(byte** blocks, TVector* numbers);
}
