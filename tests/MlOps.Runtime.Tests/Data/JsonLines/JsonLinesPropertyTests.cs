using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using MlOps.Data.JsonLines;
using MlOps.Data.Stat;

namespace MlOps.Tests.Data.JsonLines;

/// <summary>What holds for every JSON Lines file, beside a model that reads it with <see cref="JsonNode"/>.</summary>
public sealed class JsonLinesPropertyTests
{
    private static readonly Gen<string> Keys = Gen.String[Gen.Char["ab.\"ü\n"], 0, 2];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char["a\"\\\n\u3042 1."], 0, 8],
        Gen.Date.Select(static day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        Gen.String[Gen.Char["xy"], 60, 70]);

    private static readonly Gen<JsonNode?> Values = Gen.Recursive<JsonNode?>((depth, inner) => Gen.Frequency<JsonNode?>(
        (4, Gen.Long.Select(static value => (JsonNode?)JsonValue.Create(value))),
        (4, Gen.Double[-1e6, 1e6].Select(static value => (JsonNode?)JsonValue.Create(value))),
        (2, Gen.Bool.Select(static value => (JsonNode?)JsonValue.Create(value))),
        (3, Texts.Select(static value => (JsonNode?)JsonValue.Create(value))),
        (1, Gen.Const((JsonNode?)null)),
        (1, Gen.Int.Array[0, 3].Select(static values => (JsonNode?)new JsonArray([.. values.Select(static value => (JsonNode?)JsonValue.Create(value))]))),
        (depth > 3 ? 0 : 3, Gen.Select(Keys, inner).Array[0, 3].Select(static pairs => (JsonNode?)Object(pairs)))));

    private static readonly Gen<JsonObject[]> Tables = Gen.Select(Keys, Values).Array[0, 5].Select(static pairs => Object(pairs)).Array[1, 8];

    [Fact]
    public void WhatIsReadIsWhatTheModelReads() =>
        Gen.Select(Tables, Gen.Bool).Sample(
            static (rows, indented) =>
            {
                var options = new JsonSerializerOptions { Encoder = indented ? System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null };
                var lines = rows.Select(row => row.ToJsonString(options)).ToArray();
                using var file = new JsonLinesFile(string.Join('\n', lines));
                var found = file.Table;
                // As they are written: what a text looks like is part of the format.
                var models = lines.Select(static line => Flat(JsonNode.Parse(line)!.AsObject())).ToArray();
                var columns = models.SelectMany(static model => model.Keys).Distinct().ToArray();
                return columns.Length == 0
                    ? found.Problem is not null
                    : found.Columns.Select(static column => column.Name).SequenceEqual(columns)
                        && found.RowCount == rows.Length
                        && file.Rows().Zip(models).All(pair => columns.Select((name, at) => Same(pair.First[at], pair.Second.GetValueOrDefault(name))).All(static same => same))
                        && found.Columns.All(column => column.IsNullable == models.Any(model => model.GetValueOrDefault(column.Name) is null));
            },
            iter: 1000);

    [Fact]
    public void WhereBlocksEndDoesNotMatter() =>
        Gen.Select(Tables, Gen.Int[1, 40], Gen.Int[0, 2]).Sample(
            static (rows, size, end) =>
            {
                var text = Encoding.UTF8.GetBytes(string.Join(new[] { "\n", "\r\n", "\n\n" }[end], rows.Select(static row => row.ToJsonString())));
                return Profile([text]) == Profile(text.Chunk(size));
            },
            iter: 2000);

    [Fact]
    public void AnyBytesAreATableOrAProblemAndAreReadOrRefused() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.String[Gen.Char["{}[]\":,a1.\n\\ue-tn"], 0, 40]).Sample(
            static (bytes, text) =>
            {
                foreach (var content in new[] { bytes, Encoding.UTF8.GetBytes(text), [.. "{\"a\":1}\n"u8, .. Encoding.UTF8.GetBytes(text)] })
                {
                    using var file = new JsonLinesFile(content);
                    if (file.Table.Problem is null)
                    {
                        _ = file.Rows();
                    }
                    else
                    {
                        try
                        {
                            _ = new JsonRows<string?>(file.Dataset([new("a", DatasetColumnType.String, IsNullable: true)]), static fields => fields.GetStringOrNull(0)).Count();
                        }
                        catch (RowException)
                        {
                            // As it should be.
                        }
                    }
                }
            },
            iter: 2000);

    private static string Profile(IEnumerable<byte[]> blocks)
    {
        using var profiler = new JsonLinesProfiler(default);
        foreach (var block in blocks)
        {
            profiler.Receive(block);
        }

        var profile = profiler.Finish(default(FileStamp));
        return $"{profile.Rows} {profile.Problem} {string.Join(", ", profile.Columns)}";
    }

    private static JsonObject Object((string Key, JsonNode? Value)[] pairs)
    {
        var made = new JsonObject();
        foreach (var (key, value) in pairs)
        {
            made[key] = value?.DeepClone();
        }

        return made;
    }

    /// <summary>The model: leaves by their path, null for null; a later one replaces an earlier one of the same path.</summary>
    private static Dictionary<string, JsonNode?> Flat(JsonObject row)
    {
        var flat = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        Add(row, "");
        return flat;

        void Add(JsonObject part, string prefix)
        {
            foreach (var (key, value) in part)
            {
                if (value is JsonObject inner)
                {
                    Add(inner, $"{prefix}{key}.");
                }
                else
                {
                    flat[prefix + key] = value;
                }
            }
        }
    }

    private static bool Same(object? read, JsonNode? expected) => read switch
    {
        null => expected is null,
        long number => expected!.GetValue<long>() == number,
        double number => expected!.GetValue<double>().Equals(number),
        bool flag => expected!.GetValue<bool>() == flag,
        string text when expected!.GetValueKind() == JsonValueKind.String => expected.GetValue<string>() == text,
        string text => JsonNode.DeepEquals(JsonNode.Parse(text), expected),
        DateOnly day => expected!.GetValue<string>() == day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => false,
    };
}
