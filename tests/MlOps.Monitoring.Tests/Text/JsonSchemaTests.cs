using MlOps.Monitoring.Text;

namespace MlOps.Monitoring.Tests.Text;

public sealed class JsonSchemaTests
{
    /// <summary>For every keyword a value that it allows and one that it does not.</summary>
    [Theory]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5")]
    [InlineData("""{"type":["null","string"]}""", "null", "true")]
    [InlineData("""{"enum":[1,"a",{"x":[1]}]}""", """{"x":[1.0]}""", "2")]
    [InlineData("""{"const":[1,2]}""", "[1,2]", "[2,1]")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"b":1}""", """{"a":1}""")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", "{}")]
    [InlineData("""{"properties":{"a":true},"additionalProperties":false}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"patternProperties":{"^n":{"type":"number"}},"additionalProperties":false}""", """{"n1":1}""", """{"n1":"1"}""")]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", """{"ab":1}""", """{"a\"b":1}""")]
    [InlineData("""{"minProperties":1,"maxProperties":2}""", """{"a":1}""", "{}")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"c":1}""", """{"a":1}""")]
    [InlineData("""{"items":{"type":"number"}}""", "[1,2]", """[1,"2"]""")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", """["a"]""", """["a",1]""")]
    [InlineData("""{"contains":{"const":1},"maxContains":1}""", "[0,1]", "[1,1]")]
    [InlineData("""{"contains":{"const":1},"minContains":0}""", "[]", "1e")]
    [InlineData("""{"minItems":1,"maxItems":2}""", "[1]", "[1,2,3]")]
    [InlineData("""{"uniqueItems":true}""", """[1,"1",{"a":1}]""", """[{"a":1,"b":2},{"b":2,"a":1.0}]""")]
    [InlineData("""{"minimum":1,"maximum":2}""", "1", "2.1")]
    [InlineData("""{"exclusiveMinimum":1,"exclusiveMaximum":2}""", "1.5", "1")]
    [InlineData("""{"multipleOf":0.1}""", "0.3", "0.35")]
    [InlineData("""{"minLength":1,"maxLength":2}""", "\"😀😀\"", "\"abc\"")]
    [InlineData("""{"pattern":"b"}""", "\"abc\"", "\"ac\"")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "1", "3")]
    [InlineData("""{"anyOf":[{"minimum":3},{"maximum":1}]}""", "3", "2")]
    [InlineData("""{"oneOf":[{"minimum":1},{"minimum":2}]}""", "1", "2")]
    [InlineData("""{"not":{"type":"null"}}""", "1", "null")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":2},"else":{"minimum":2}}""", "2", "\"a\"")]
    [InlineData("""{"$defs":{"n":{"type":"number"},"list":{"properties":{"next":{"$ref":"#/$defs/list"}},"required":["value"]}},"$ref":"#/$defs/list"}""", """{"value":1,"next":{"value":2}}""", """{"value":1,"next":{}}""")]
    [InlineData("true", "1", "{")]
    public void EveryKeywordAllowsWhatItSays(string schema, string allowed, string refused)
    {
        var parsed = JsonSchema.Parse(schema);
        Assert.True(parsed.Allows(allowed), allowed);
        Assert.False(parsed.Allows(refused), refused);
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"unevaluatedItems":false}}}""", "The schema at #/properties/a/unevaluatedItems is not a known keyword")]
    [InlineData("""{"type":"int"}""", "The schema at #/type must be one of null")]
    [InlineData("""{"pattern":"("}""", "The schema at #/pattern is no regular expression")]
    [InlineData("""{"$ref":"https://example.org/schema"}""", "which is not in this document")]
    [InlineData("""{"minLength":-1}""", "The schema at #/minLength must be a whole number of 0 or more.")]
    [InlineData("""{"items":[]}""", "The schema at #/items must be an object.")]
    public void WhatIsNotUnderstoodIsAnError(string schema, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => JsonSchema.Parse(schema)).Message, StringComparison.Ordinal);

    [Fact]
    public void AReferenceToItselfAllowsNothing() => Assert.False(JsonSchema.Parse("""{"$ref":"#"}""").Allows("1"));

    [Fact]
    public void ReferencesThatMultiplyAreCutOff()
    {
        var levels = string.Join(',', Enumerable.Range(0, 60).Select(static level => $$"""
            "l{{level}}":{"allOf":[{"$ref":"#/$defs/l{{level + 1}}"},{"$ref":"#/$defs/l{{level + 1}}"}]}
            """));
        Assert.False(JsonSchema.Parse($$"""{"$defs":{ {{levels}},"l60":true},"$ref":"#/$defs/l0"}""").Allows("1"));
    }
}
