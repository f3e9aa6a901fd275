using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using MlOps.Models;
using YamlDotNet.RepresentationModel;

namespace MlOps.Tests.Models;

/// <summary>For all documents: another program's reader finds in the YAML what was written.</summary>
public sealed class YamlTextProperties
{
    private static readonly string[] s_traps =
    [
        "true", "False", "No", "yes", "Null", "~", "", " x ", "1", "1.5", "3.11", ".inf", "0x1f", "2024-05-01 10:00:00", "-", "?", "---", "a: b", "key:", "#c", "=", "<<",
    ];

    private static readonly Gen<string> s_texts = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["ab: #-'\"\\{}[],&*!|>%@`~\t\n\r\u0085\u2028\ufeffé語"], 0, 8],
        Gen.Char['\ud800', '\udbff'].Select(Gen.Char['\udc00', '\udfff'], static (high, low) => $"{high}{low}"),
        Gen.Int[0, s_traps.Length - 1].Select(static which => s_traps[which]));

    private static readonly Gen<JsonNode?> s_nodes = Gen.Recursive<JsonNode?>((depth, inner) =>
    {
        var leaf = Gen.OneOf<JsonNode?>(
            s_texts.Select(static text => (JsonNode?)text), Gen.Long.Select(static number => (JsonNode?)number), Gen.Bool.Select(static truth => (JsonNode?)truth), Gen.Bool.Select(static _ => (JsonNode?)null));
        return depth > 3 ? leaf : Gen.OneOf(
            leaf,
            inner.Array[0, 3].Select(static items => (JsonNode?)new JsonArray([.. items.Select(Clone)])),
            Gen.Select(s_texts, inner).Array[0, 3].Select(static members => (JsonNode?)ObjectOf(members)));
    });

    [Fact]
    public void WhatIsReadIsWhatWasWritten() => Gen.Select(s_texts, s_nodes).Array[1, 4].Sample(static members =>
    {
        var document = ObjectOf(members);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(YamlText.Of(document)));
        AssertSame(document, yaml.Documents[0].RootNode);
    }, iter: 1_000);

    [Fact]
    public void ListsOfObjectsAreWrittenAsPeopleWriteThem() => Assert.Equal(
        """
        channels:
        - conda-forge
        dependencies:
        - 'python=3.11'
        - pip
        - pip:
          - onnxruntime
          name: 'it''s'
        empty: []
        none: null

        """.ReplaceLineEndings("\n"),
        YamlText.Of(new JsonObject
        {
            ["channels"] = new JsonArray("conda-forge"),
            ["dependencies"] = new JsonArray("python=3.11", "pip", new JsonObject { ["pip"] = new JsonArray("onnxruntime"), ["name"] = "it's" }),
            ["empty"] = new JsonArray(),
            ["none"] = null,
        }));

    private static JsonObject ObjectOf((string Key, JsonNode? Value)[] members)
    {
        var node = new JsonObject();
        foreach (var (key, value) in members)
        {
            node[key] = Clone(value);
        }

        return node;
    }

    private static JsonNode? Clone(JsonNode? node) => node?.DeepClone();

    private static void AssertSame(JsonNode? expected, YamlNode actual)
    {
        switch (expected)
        {
            case JsonObject members:
                var mapping = Assert.IsType<YamlMappingNode>(actual);
                Assert.Equal(members.Count, mapping.Children.Count);
                foreach (var ((key, value), (name, child)) in members.Zip(mapping.Children))
                {
                    AssertText(key, name);
                    AssertSame(value, child);
                }

                break;
            case JsonArray items:
                var sequence = Assert.IsType<YamlSequenceNode>(actual);
                Assert.Equal(items.Count, sequence.Children.Count);
                Assert.All(items.Zip(sequence.Children), static pair => AssertSame(pair.First, pair.Second));
                break;
            case null:
                Assert.Equal((YamlDotNet.Core.ScalarStyle.Plain, "null"), Scalar(actual));
                break;
            default:
                if (expected.GetValueKind() == JsonValueKind.String)
                {
                    AssertText(expected.GetValue<string>(), actual);
                }
                else
                {
                    Assert.Equal((YamlDotNet.Core.ScalarStyle.Plain, expected.ToJsonString()), Scalar(actual));
                }

                break;
        }
    }

    /// <summary>A text stays one: what stands there without quotes is no number, date, truth or null in any version of YAML.</summary>
    private static void AssertText(string expected, YamlNode actual)
    {
        var (style, text) = Scalar(actual);
        Assert.Equal(WellFormed(expected), text);
        if (style == YamlDotNet.Core.ScalarStyle.Plain)
        {
            Assert.Matches("^[A-Za-z][A-Za-z0-9_./+-]*$", text);
            Assert.DoesNotMatch("^(?i:true|false|yes|no|on|off|y|n|null)$", text);
        }
    }

    /// <summary>Half a character cannot be written at all.</summary>
    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes().Select(static rune => rune.ToString()));

    private static (YamlDotNet.Core.ScalarStyle Style, string? Text) Scalar(YamlNode node) => (Assert.IsType<YamlScalarNode>(node).Style, ((YamlScalarNode)node).Value);
}
