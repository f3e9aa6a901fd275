using System.Text.Json;

namespace MlOps.Data.JsonLines;

/// <summary>Puts the keys of nested objects together: <c>user.name</c>.</summary>
internal sealed class JsonPath
{
    // Utf8JsonReader goes no deeper.
    private readonly int[] _prefixes = new int[65];
    private byte[] _bytes = new byte[256];

    /// <summary>The path of the key that a reader is at. A key at the top that has no escapes is not copied.</summary>
    internal ReadOnlySpan<byte> At(scoped ref Utf8JsonReader reader)
    {
        var prefix = _prefixes[reader.CurrentDepth - 1];
        if (prefix == 0 && !reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        var key = reader.ValueSpan;
        Reserve(prefix + key.Length);
        if (reader.ValueIsEscaped)
        {
            return _bytes.AsSpan(0, prefix + reader.CopyString(_bytes.AsSpan(prefix)));
        }

        key.CopyTo(_bytes.AsSpan(prefix));
        return _bytes.AsSpan(0, prefix + key.Length);
    }

    /// <summary>What comes next is in the object that a path leads to.</summary>
    internal void Enter(ReadOnlySpan<byte> path, int depth)
    {
        Reserve(path.Length + 1);
        path.CopyTo(_bytes); // Onto itself, where it is here already.
        _bytes[path.Length] = (byte)'.';
        _prefixes[depth] = path.Length + 1;
    }

    private void Reserve(int length)
    {
        if (length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(length, _bytes.Length * 2));
        }
    }
}
