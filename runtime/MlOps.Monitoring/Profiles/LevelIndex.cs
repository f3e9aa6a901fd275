namespace MlOps.Monitoring.Profiles;

/// <summary>The different texts of a column, each with a code, found by their characters without a string for every field.</summary>
internal sealed class LevelIndex
{
    private const int FirstSize = 256;
    private const int Spare = 4; // Slots a level: with fewer, more texts meet, and who meets whom is hard to guess for a processor.

    // Places in _levels plus one, at the hash of the text or behind it; 0 is free. A power of two.
    private int[] _slots = new int[FirstSize];
    private uint[] _hashes = new uint[FirstSize / Spare];
    private readonly List<string> _levels = [];

    internal List<string> Levels => _levels;

    /// <summary>The code of a text, a new one where it was not seen before.</summary>
    internal int CodeOf(ReadOnlySpan<char> text)
    {
        var hash = LevelText.Hash(text);
        var code = Find(text, hash, out var at);
        return code < 0 ? Add(text, hash, at) : code;
    }

    /// <summary>The code of a text; −1 where it was not seen before.</summary>
    internal int Find(ReadOnlySpan<char> text) => Find(text, LevelText.Hash(text), out _);

    internal void Clear()
    {
        _levels.Clear();
        Array.Clear(_slots);
    }

    private int Find(ReadOnlySpan<char> text, uint hash, out uint at)
    {
        var mask = (uint)_slots.Length - 1;
        for (at = hash & mask; ; at = (at + 1) & mask)
        {
            var code = _slots[at] - 1;
            if (code < 0 || (_hashes[code] == hash && LevelText.AreEqual(text, _levels[code])))
            {
                return code;
            }
        }
    }

    private int Add(ReadOnlySpan<char> text, uint hash, uint at)
    {
        var code = _levels.Count;
        _levels.Add(new string(text));
        if (_levels.Count > _hashes.Length)
        {
            Grow();
            at = Free(hash);
        }

        _hashes[code] = hash;
        _slots[at] = code + 1;
        return code;
    }

    private void Grow()
    {
        var known = _hashes.Length;
        _slots = new int[_slots.Length * 2];
        Array.Resize(ref _hashes, _slots.Length / Spare);
        for (var code = 0; code < known; code++)
        {
            _slots[Free(_hashes[code])] = code + 1;
        }
    }

    private uint Free(uint hash)
    {
        var mask = (uint)_slots.Length - 1;
        var at = hash & mask;
        while (_slots[at] != 0)
        {
            at = (at + 1) & mask;
        }

        return at;
    }
}
