using System.Text;

namespace MlOps.Data.JsonLines;

/// <summary>Finds columns by the paths of values.</summary>
internal sealed class JsonColumns
{
    private readonly List<byte[]> _names = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private char[] _characters = new char[64];

    /// <returns>Its number.</returns>
    internal int Add(string name)
    {
        _numbers.TryAdd(name, _names.Count);
        _names.Add(Encoding.UTF8.GetBytes(name));
        return _names.Count - 1;
    }

    /// <param name="path">The path of a value.</param>
    /// <param name="guess">The column that comes next where lines have their keys in one order, as most have.</param>
    /// <returns>The column, or -1 when there is none.</returns>
    internal int Find(ReadOnlySpan<byte> path, int guess)
    {
        if ((uint)guess < (uint)_names.Count && path.SequenceEqual(_names[guess]))
        {
            return guess;
        }

        if (path.Length > _characters.Length)
        {
            _characters = new char[path.Length];
        }

        var length = Encoding.UTF8.GetChars(path, _characters);
        return _numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(_characters.AsSpan(0, length), out var at) ? at : -1;
    }
}
