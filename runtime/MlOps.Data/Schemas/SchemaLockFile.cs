using System.Globalization;
using System.Text;
using System.Text.Json;
using MlOps.Data.Tables;

namespace MlOps.Data.Schemas;

/// <summary>The file that a schema is locked in: small JSON, a line a column, so that a change reads well in review.</summary>
internal static class SchemaLockFile
{
    internal const string Extension = ".schema.json";

    private const int Version = 1;
    private const int LargestFile = 1024 * 1024;

    /// <summary>The lock of a data file's own: <c>data/iris.csv.schema.json</c>.</summary>
    internal static string For(string file) => file + Extension;

    internal static string Format(IEnumerable<DatasetColumn> columns)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\n  \"version\": {Version},\n  \"columns\": [\n");
        text.AppendJoin(",\n", columns.Select(static column =>
            $"    {{ \"name\": {Quoted(column.Name)}, \"type\": \"{SchemaText.Name(column.Type)}\", \"nullable\": {(column.IsNullable ? "true" : "false")} }}"));
        return text.Append("\n  ]\n}\n").ToString();
    }

    /// <summary>The locked columns, or null when there is no such file.</summary>
    /// <param name="file">The lock.</param>
    /// <param name="likely">The columns that it most likely has; where it does, no JSON library is loaded.</param>
    /// <exception cref="DatasetException">It cannot be understood.</exception>
    internal static IReadOnlyList<DatasetColumn>? Read(string file, IReadOnlyList<DatasetColumn> likely)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var bytes = AtomicFile.ReadBounded(file, LargestFile);
            return bytes.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(Format(likely))) ? likely : Parse(bytes);
        }
        catch (JsonException problem)
        {
            throw DatasetErrors.InvalidLock(file, "it is no valid JSON", problem, (int)(problem.LineNumber + 1 ?? 0));
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw DatasetErrors.InvalidLock(file, problem.Message.TrimEnd('.'), problem);
        }
    }

    private static DatasetColumn[] Parse(byte[] bytes)
    {
        var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
        using var document = JsonDocument.Parse(bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0), options);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out var version) || !version.TryGetInt32Safe(out var number))
        {
            throw new FormatException("it has no \"version\"");
        }

        if (number != Version)
        {
            throw new FormatException($"it is of version {number}, and this build knows version {Version}");
        }

        return root.TryGetProperty("columns", out var columns) && columns.ValueKind == JsonValueKind.Array
            ? [.. columns.EnumerateArray().Select(ParseColumn)]
            : throw new FormatException("it has no \"columns\"");
    }

    private static DatasetColumn ParseColumn(JsonElement column)
    {
        if (Text(column, "name") is not { } name)
        {
            throw new FormatException("one of its columns has no \"name\"");
        }

        var type = Text(column, "type") is { } typeName ? SchemaText.TypeNamed(typeName) : null;
        var isNullable = column.TryGetProperty("nullable", out var nullable) && nullable.ValueKind == JsonValueKind.True;
        return type is { } known
            ? new DatasetColumn(name, known, isNullable)
            : throw new FormatException($"column '{name}' has no \"type\" that is known; known are {SchemaText.KnownTypes}");
    }

    private static string? Text(JsonElement column, string property) =>
        column.ValueKind == JsonValueKind.Object && column.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool TryGetInt32Safe(this JsonElement element, out int value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out value);
    }

    private static string Quoted(string name)
    {
        var text = new StringBuilder("\"");
        foreach (var character in name)
        {
            _ = character is '"' or '\\' ? text.Append('\\').Append(character)
                : char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029' ? text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")
                : text.Append(character);
        }

        return text.Append('"').ToString();
    }
}
