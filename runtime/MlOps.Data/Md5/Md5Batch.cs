using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlOps.Data.Md5;

/// <summary>
/// MD5 of many buffers at once. One message cannot be hashed faster than its bytes one after the other allow; several side by
/// side can, a lane of a vector register each.
/// </summary>
[SuppressMessage("Security", "CA5351", Justification = "It is the identity DVC gives to content, not a protection.")]
internal static class Md5Batch
{
    public const int DigestSize = 16;

    /// <summary>How many messages this processor hashes side by side.</summary>
    public static int Lanes { get; } =
        Vector512.IsHardwareAccelerated ? SixteenLanes.Count
        : Vector256.IsHardwareAccelerated ? EightLanes.Count
        : Vector128.IsHardwareAccelerated ? FourLanes.Count
        : OneLane.Count;

    /// <summary>Digests every buffer.</summary>
    /// <param name="messages">The buffers.</param>
    /// <param name="digests">Gets 16 bytes for each buffer, in their order.</param>
    public static void Hash(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> digests)
    {
        if (messages.Length < 3)
        {
            // So few leave most lanes empty: the system's own code is as fast.
            for (var i = 0; i < messages.Length; i++)
            {
                System.Security.Cryptography.MD5.HashData(messages[i].Span, digests[(i * DigestSize)..]);
            }
        }
        else
        {
            Hash(messages, digests, Lanes);
        }
    }

    /// <summary>As <see cref="Hash(ReadOnlySpan{ReadOnlyMemory{byte}}, Span{byte})"/>, with so many lanes, fast or not.</summary>
    public static void Hash(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> digests, int lanes)
    {
        switch (lanes)
        {
            case 16:
                Hash<SixteenLanes, Vector512<uint>>(messages, digests);
                break;
            case 8:
                Hash<EightLanes, Vector256<uint>>(messages, digests);
                break;
            case 4:
                Hash<FourLanes, Vector128<uint>>(messages, digests);
                break;
            default:
                Hash<OneLane, uint>(messages, digests);
                break;
        }
    }

    private static unsafe void Hash<TLanes, TVector>(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> digests)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digests.Length, messages.Length * DigestSize);
        var order = LongestFirst(messages);
        var pins = new MemoryHandle[TLanes.Count];
        var running = stackalloc Message[TLanes.Count];
        var blocks = stackalloc byte*[TLanes.Count];
        var strides = stackalloc nint[TLanes.Count];
        var ends = stackalloc byte[TLanes.Count * Message.LongestEnd];
        var state = stackalloc TVector[4];
        var (next, busy) = (0, 0);
        try
        {
            for (var lane = 0; lane < TLanes.Count; lane++)
            {
                running[lane].End = ends + (lane * Message.LongestEnd);
                Begin(lane, messages);
            }

            while (busy > 0)
            {
                // As far as no lane ends, nothing has to be looked at.
                var count = long.MaxValue;
                for (var lane = 0; lane < TLanes.Count; lane++)
                {
                    count = strides[lane] == 0 ? count : Math.Min(count, running[lane].Blocks);
                }

                Md5Rounds.Compress<TLanes, TVector>(blocks, strides, count, state);
                for (var lane = 0; lane < TLanes.Count; lane++)
                {
                    if (strides[lane] != 0 && (running[lane].Blocks -= count) == 0)
                    {
                        Advance(lane, messages, digests);
                    }
                }
            }
        }
        finally
        {
            foreach (var pin in pins)
            {
                pin.Dispose();
            }
        }

        void Begin(int lane, ReadOnlySpan<ReadOnlyMemory<byte>> messages)
        {
            if (next == order.Length)
            {
                // An empty lane reads its own end again and again; nobody asks what comes of it.
                blocks[lane] = running[lane].End;
                strides[lane] = 0;
                return;
            }

            ref var message = ref running[lane];
            message.Index = order[next++];
            var bytes = messages[message.Index];
            pins[lane] = bytes.Pin();
            message.Length = bytes.Length;
            message.Blocks = bytes.Length / Md5Rounds.BlockSize;
            message.IsEnding = false;
            message.Start = (byte*)pins[lane].Pointer;
            blocks[lane] = message.Start;
            strides[lane] = Md5Rounds.BlockSize;
            for (var i = 0; i < 4; i++)
            {
                ((uint*)(state + i))[lane] = Md5Rounds.Start[i];
            }

            busy++;
            if (message.Blocks == 0)
            {
                blocks[lane] = message.WriteEnd();
            }
        }

        void Advance(int lane, ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> digests)
        {
            ref var message = ref running[lane];
            if (!message.IsEnding)
            {
                blocks[lane] = message.WriteEnd();
                return;
            }

            for (var i = 0; i < 4; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(digests[((message.Index * DigestSize) + (i * sizeof(uint)))..], ((uint*)(state + i))[lane]);
            }

            busy--;
            pins[lane].Dispose();
            pins[lane] = default;
            Begin(lane, messages);
        }
    }

    /// <summary>Long messages begun first leave the fewest lanes empty at the end.</summary>
    private static int[] LongestFirst(ReadOnlySpan<ReadOnlyMemory<byte>> messages)
    {
        var order = new int[messages.Length];
        var lengths = new int[messages.Length];
        for (var i = 0; i < messages.Length; i++)
        {
            (order[i], lengths[i]) = (i, -messages[i].Length);
        }

        Array.Sort(lengths, order);
        return order;
    }

    /// <summary>A message that a lane is at.</summary>
    [StructLayout(LayoutKind.Auto)]
    private unsafe struct Message
    {
        /// <summary>What is left of the message, the bit that ends it, zeros, and its length: two blocks at most.</summary>
        public const int LongestEnd = 2 * Md5Rounds.BlockSize;

        public int Index;
        public byte* Start;
        public long Length;
        public byte* End;

        /// <summary>How many blocks are left, of the message or of its end.</summary>
        public long Blocks;
        public bool IsEnding;

        public byte* WriteEnd()
        {
            var left = (int)(Length % Md5Rounds.BlockSize);
            Blocks = left < Md5Rounds.BlockSize - sizeof(ulong) ? 1 : 2;
            IsEnding = true;
            var end = new Span<byte>(End, (int)Blocks * Md5Rounds.BlockSize);
            end.Clear();
            new ReadOnlySpan<byte>(Start + Length - left, left).CopyTo(end);
            end[left] = 0x80;
            BinaryPrimitives.WriteInt64LittleEndian(end[^sizeof(long)..], Length * 8);
            return End;
        }
    }
}
