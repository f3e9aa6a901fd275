using System.Globalization;
using System.Text.Json;

namespace MlOps.Tests.Lineage;

/// <summary>What the published schema of OpenLineage 2-0-2, and those of the facets that we write, ask of an event.</summary>
internal static class OpenLineageRules
{
    private static readonly Dictionary<string, (string Definition, string[] Required)> s_facets = new()
    {
        ["parent"] = ("1-0-1/ParentRunFacet", ["run", "job"]),
        ["errorMessage"] = ("1-0-1/ErrorMessageRunFacet", ["message", "programmingLanguage"]),
        ["tags"] = ("1-0-0/TagsRunFacet", ["tags"]),
        ["jobType"] = ("2-0-3/JobTypeJobFacet", ["processingType", "integration"]),
        ["sourceCodeLocation"] = ("1-0-1/SourceCodeLocationJobFacet", ["type", "url"]),
        ["version"] = ("1-0-1/DatasetVersionDatasetFacet", ["datasetVersion"]),
        ["dataSource"] = ("1-0-1/DatasourceDatasetFacet", ["name", "uri"]),
        ["schema"] = ("1-1-1/SchemaDatasetFacet", ["fields"]),
    };

    public static void Check(JsonElement told)
    {
        Has(told, "eventType", "eventTime", "run", "job", "inputs", "outputs", "producer", "schemaURL");
        Assert.Matches("^(START|COMPLETE|FAIL|ABORT)$", told.GetProperty("eventType").GetString());
        Assert.True(DateTimeOffset.TryParseExact(told.GetProperty("eventTime").GetString(), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));
        Assert.Equal("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent", told.GetProperty("schemaURL").GetString());
        IsUri(told.GetProperty("producer"));
        Assert.False(told.TryGetProperty("dataset", out _)); // It would be a DatasetEvent then.

        CheckRun(told.GetProperty("run"), "parent", "errorMessage", "tags");
        CheckJob(told.GetProperty("job"), "jobType", "sourceCodeLocation");
        foreach (var dataset in told.GetProperty("inputs").EnumerateArray().Concat(told.GetProperty("outputs").EnumerateArray()))
        {
            Has(dataset, "namespace", "name");
            NotEmpty(dataset, "namespace", "name");
            CheckFacets(dataset, "version", "dataSource", "schema");
        }
    }

    private static void CheckRun(JsonElement run, params string[] facets)
    {
        Has(run, "runId");
        Assert.True(Guid.TryParseExact(run.GetProperty("runId").GetString(), "D", out _));
        CheckFacets(run, facets);
    }

    private static void CheckJob(JsonElement job, params string[] facets)
    {
        Has(job, "namespace", "name");
        NotEmpty(job, "namespace", "name");
        CheckFacets(job, facets);
    }

    private static void CheckFacets(JsonElement owner, params string[] known)
    {
        if (!owner.TryGetProperty("facets", out var facets))
        {
            Assert.Empty(known);
            return;
        }

        foreach (var facet in facets.EnumerateObject())
        {
            Assert.Contains(facet.Name, known);
            var (definition, required) = s_facets[facet.Name];
            Has(facet.Value, [.. required, "_producer", "_schemaURL"]);
            IsUri(facet.Value.GetProperty("_producer"));
            Assert.Equal($"https://openlineage.io/spec/facets/{definition}.json#/$defs/{definition.Split('/')[1]}", facet.Value.GetProperty("_schemaURL").GetString());
            switch (facet.Name)
            {
                case "parent":
                    CheckRun(facet.Value.GetProperty("run"));
                    CheckJob(facet.Value.GetProperty("job"));
                    break;
                case "tags":
                    Assert.All(facet.Value.GetProperty("tags").EnumerateArray(), static tag => NotEmpty(tag, "key", "value"));
                    break;
                case "schema":
                    Assert.All(facet.Value.GetProperty("fields").EnumerateArray(), static field => NotEmpty(field, "name", "type"));
                    break;
                case "dataSource":
                    IsUri(facet.Value.GetProperty("uri"));
                    break;
                case "sourceCodeLocation":
                    IsUri(facet.Value.GetProperty("url"));
                    break;
            }
        }
    }

    private static void Has(JsonElement element, params string[] names) =>
        Assert.All(names, name => Assert.True(element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null, $"'{name}' is missing in {element}"));

    private static void NotEmpty(JsonElement element, params string[] names) => Assert.All(names, name => Assert.NotEqual("", element.GetProperty(name).GetString()));

    private static void IsUri(JsonElement text) => Assert.True(Uri.TryCreate(text.GetString(), UriKind.Absolute, out _), $"{text} is no URI");
}
