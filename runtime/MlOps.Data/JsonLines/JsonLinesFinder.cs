using System.Text.Json;

namespace MlOps.Data.JsonLines;

/// <summary>Finds values again, for messages.</summary>
internal static class JsonLinesFinder
{
    /// <summary>The first value of a column of which something is true, and its line; a missing one is blank.</summary>
    internal static (long Line, string Text)? Find(string file, string column, Func<ReadOnlySpan<char>, bool> predicate)
    {
        try
        {
            using var reader = new JsonLinesReader(file);
            var names = new JsonColumns();
            names.Add(column);
            for (var path = new JsonPath(); reader.Read();)
            {
                if (TextOf(reader.Line, names, path) is var text && predicate(text))
                {
                    return (reader.Number, text ?? "");
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException || JsonLinesText.Problem(fault) is not null)
        {
            // It is no longer what the profile is of.
        }

        return null;
    }

    private static string? TextOf(ReadOnlySpan<byte> line, JsonColumns names, JsonPath path)
    {
        string? text = null;
        var values = new JsonLeaves(line, path);
        while (values.MoveNext())
        {
            if (names.Find(values.Path, guess: 0) == 0)
            {
                text = values.Type == JsonTokenType.Null ? null : JsonLinesText.Text(values.Value, values.IsEscaped);
            }
        }

        return text;
    }
}
