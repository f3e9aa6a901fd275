using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Files;

/// <summary>The different texts of a column, each with a code, found by their characters without a string for every field.</summary>
internal sealed class LevelIndex
{
    private const int FirstSize = 64;

    // Places in _levels plus one, at the hash of the text or behind it; 0 is free. A power of two, at most half full.
    private int[] _slots = new int[FirstSize];
    private uint[] _hashes = new uint[FirstSize / 2];
    private readonly List<string> _levels = [];

    internal List<string> Levels => _levels;

    /// <summary>The code of a text, a new one where it was not seen before.</summary>
    internal int CodeOf(ReadOnlySpan<char> text)
    {
        var hash = LevelText.Hash(text);
        var mask = (uint)_slots.Length - 1;
        for (var at = hash & mask; ; at = (at + 1) & mask)
        {
            var code = _slots[at] - 1;
            if (code < 0)
            {
                return Add(text, hash, at);
            }

            if (_hashes[code] == hash && LevelText.AreEqual(text, _levels[code]))
            {
                return code;
            }
        }
    }

    internal void Clear()
    {
        _levels.Clear();
        Array.Clear(_slots);
    }

    private int Add(ReadOnlySpan<char> text, uint hash, uint at)
    {
        var code = _levels.Count;
        _levels.Add(text.ToString());
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
        Array.Resize(ref _hashes, _slots.Length / 2);
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
