namespace MlOps.Monitoring.Profiles;

/// <summary>The different texts of a column, each with a code, found by their characters without a string for every field.</summary>
internal sealed class LevelIndex
{
    // Most columns have few levels: in so many slots hardly any two of them meet, and who meets whom is hard to guess for a processor.
    private const int FirstSize = 256;

    // A text is at its hash or behind it. A power of two, at most half full.
    private Slot[] _slots = new Slot[FirstSize];
    private readonly List<string> _levels = [];

    internal List<string> Levels => _levels;

    /// <summary>The code of a text, a new one where it was not seen before.</summary>
    internal int CodeOf(ReadOnlySpan<char> text)
    {
        ref var slot = ref SlotOf(text);
        return slot.Level is null ? Add(text, ref slot) : slot.Code;
    }

    /// <summary>The code of a text; −1 where it was not seen before.</summary>
    internal int Find(ReadOnlySpan<char> text) => SlotOf(text) is { Level: not null } slot ? slot.Code : -1;

    internal void Clear()
    {
        _levels.Clear();
        Array.Clear(_slots);
    }

    /// <summary>The slot of a text, or the free one where it belongs.</summary>
    private ref Slot SlotOf(ReadOnlySpan<char> text)
    {
        var slots = _slots;
        for (var at = LevelText.Hash(text); ; at++)
        {
            ref var slot = ref slots[at & (uint)(slots.Length - 1)];
            if (slot.Level is not { } level || LevelText.AreEqual(text, level))
            {
                return ref slot;
            }
        }
    }

    private int Add(ReadOnlySpan<char> text, ref Slot slot)
    {
        slot = new Slot(new string(text), _levels.Count);
        var code = slot.Code;
        _levels.Add(slot.Level!);
        if (_levels.Count * 2 > _slots.Length)
        {
            Grow();
        }

        return code;
    }

    private void Grow()
    {
        _slots = new Slot[_slots.Length * 2];
        for (var code = 0; code < _levels.Count; code++)
        {
            SlotOf(_levels[code]) = new Slot(_levels[code], code);
        }
    }

    private readonly record struct Slot(string? Level, int Code);
}
