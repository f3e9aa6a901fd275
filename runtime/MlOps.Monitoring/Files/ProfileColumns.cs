using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Files;

/// <summary>A column that is read to become one of a profile.</summary>
internal interface IProfileColumn
{
    /// <summary>All fields were given.</summary>
    ColumnProfile ToProfile();
}

/// <summary>Gives numbers to a profile, a block at a time, and counts texts among them.</summary>
/// <param name="name">Its name in the header.</param>
/// <param name="options">How it is profiled.</param>
/// <param name="isTold">Whether somebody said that it is one of numbers, whatever it has.</param>
/// <param name="lineOf">Tells the line of a record.</param>
internal sealed class NumberProfileColumn(string name, ProfileOptions options, bool isTold, Func<long, long> lineOf) : NumberFields(name), IProfileColumn
{
    private readonly ColumnProfile _profile = options.ForNumbers(name);
    private long _texts;
    private (string Text, long Record) _first;

    internal override bool IsNoNumber
    {
        get
        {
            MakeRoom();
            return base.IsNoNumber || (!isTold && _profile is NumberProfile numbers && !MixedFields.AreNumbers(numbers.Moments.Count, _texts, numbers.Sketch.Distinct));
        }
    }

    public ColumnProfile ToProfile()
    {
        MakeRoom();
        if (_profile is NumberProfile numbers)
        {
            numbers.IsInteger = IsInteger && numbers.Rows > 0;
            if (_texts > 0)
            {
                numbers.AddTexts(_texts, new StrayText(_first.Text, lineOf(_first.Record)));
            }
        }

        return _profile;
    }

    protected override bool Takes(ReadOnlySpan<char> text)
    {
        if (_profile is LevelProfile)
        {
            return false; // Which holds texts as well as numbers, but all of them as they are written.
        }

        if (_texts++ == 0)
        {
            _first = (StrayText.Shortened(text), _profile.Rows + Count + 1);
        }

        return true;
    }

    protected override void MakeRoom()
    {
        var values = Values.AsSpan(0, Count);
        Count = 0;
        if (_profile is NumberProfile numbers)
        {
            numbers.Add(values);
            return;
        }

        // What must not be kept in the clear is kept as levels.
        var levels = (LevelProfile)_profile;
        foreach (var value in values)
        {
            levels.Add(double.IsNaN(value) ? null : NumberProfile.LevelOf(value));
        }
    }
}

/// <summary>Counts texts, and gives the counts to a profile when there are many.</summary>
internal sealed class LevelProfileColumn(string name, ProfileOptions options) : FieldReader(name), IProfileColumn
{
    // A few MiB a column; what does not come again after so many others is rare.
    private const int MostLevels = 16 * 1024;
    private const int MostCharacters = 1024 * 1024;

    private readonly LevelProfile _profile = options.ForLevels(name);
    private readonly LevelIndex _levels = new();
    private readonly long[] _counts = new long[MostLevels];
    private long _missing;
    private long _characters;

    public ColumnProfile ToProfile()
    {
        // Truths are told by all of a column, and it has nothing else only where nothing was given away before.
        Flush(_profile.Rows == 0 ? TruthText.Normal(_levels.Levels) : _levels.Levels);
        return _profile;
    }

    internal override void Add(ReadOnlySpan<char> text)
    {
        if (FieldText.IsMissing(text))
        {
            _missing++;
            return;
        }

        var code = _levels.CodeOf(text);
        if (_counts[code]++ == 0)
        {
            _characters += text.Length;
            if (code == MostLevels - 1 || _characters > MostCharacters)
            {
                Flush(_levels.Levels);
            }
        }
    }

    private void Flush(IReadOnlyList<string> levels)
    {
        _profile.AddMissing(_missing);
        for (var code = 0; code < levels.Count; code++)
        {
            _profile.Add(levels[code], _counts[code]);
        }

        Array.Clear(_counts);
        _levels.Clear();
        (_missing, _characters) = (0, 0);
    }
}
