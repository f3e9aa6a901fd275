using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.StandIn.Tracking;

/// <summary>What may be written to a run. Text that is too long is cut, and nobody is told.</summary>
internal sealed partial class Checks(Call call)
{
    private const int KeyLength = 250;
    private const int ParamLength = 6000;
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public (string Key, string Value) Param(Message param, string path = "")
    {
        var key = param.Text("key");
        CheckName(key, "parameter", path + "key");
        CheckLength("Param key", key);
        return (key, Cut(param.Text("value"), ParamLength));
    }

    public (string Key, string Value) Tag(Message tag, string path = "")
    {
        var key = tag.Text("key");
        CheckName(key, "tag", path + "key");
        CheckLength("Tag key", key);
        return (key, Cut(tag.Text("value"), call.IsThree ? 8000 : 5000));
    }

    public Point Metric(Message metric, string path = "")
    {
        var key = metric.Text("key");
        CheckName(key, "metric", path + "name");
        var timestamp = metric.Integer("timestamp");
        if (timestamp < 0)
        {
            var rule = $"metric '{key}' (value={Python.Repr(metric.Number("value"))}). Timestamp must be a nonnegative long (64-bit integer) ";
            throw ApiException.Invalid(call.IsThree
                ? $"Invalid value {timestamp} for parameter '{path}timestamp' supplied: {rule}"
                : $"Got invalid timestamp {timestamp} for {rule}");
        }

        CheckLength("Metric name", key);
        var point = new Point(key, metric.Number("value"), timestamp, metric.Integer("step"));
        return !call.IsThree ? point : point with
        {
            ModelId = metric.Text("model_id"),
            DatasetName = metric.Text("dataset_name"),
            DatasetDigest = metric.Text("dataset_digest"),
        };
    }

    public void CheckCount(string what, int count, int most)
    {
        if (count > most)
        {
            throw ApiException.Invalid($"A batch logging request can contain at most {most} {what}. Got {count} {what}. Please split up {what} across multiple requests and try again.");
        }
    }

    private void CheckLength(string what, string key)
    {
        if (key.Length > KeyLength)
        {
            throw ApiException.Invalid(call.IsThree
                ? $"'{what}' exceeds the maximum length of {KeyLength} characters"
                : $"{what} '{key[..KeyLength]}' had length {key.Length}, which exceeded length limit of {KeyLength}");
        }
    }

    private void CheckName(string name, string kind, string parameter)
    {
        if (!(call.IsThree ? Letters() : LettersWithoutColon()).IsMatch(name))
        {
            throw InvalidName("Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ),"
                + $"{(call.IsThree ? " colon(:) and" : " and")} slashes (/).");
        }

        var path = Normal(name);
        if (path != name || path == "." || path.StartsWith("..", StringComparison.Ordinal) || path.StartsWith('/'))
        {
            throw InvalidName("Names may be treated as files in certain cases, and must not resolve to other names when treated as such."
                + $" This name would resolve to '{path}'");
        }

        ApiException InvalidName(string rule) => ApiException.Invalid(call.IsThree
            ? $"Invalid value {JsonSerializer.Serialize(name, s_plain)} for parameter '{parameter}' supplied: {rule}"
            : $"Invalid {kind} name: '{name}'. {rule}");
    }

    // Python's posixpath.normpath.
    private static string Normal(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/').Where(static part => part is not ("" or ".")))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".." || !path.StartsWith('/'))
            {
                parts.Add(part);
            }
        }

        var normal = (path.StartsWith('/') ? "/" : "") + string.Join('/', parts);
        return normal.Length == 0 ? "." : normal;
    }

    private static string Cut(string text, int length) => text.Length > length ? text[..length] : text;

    [GeneratedRegex(@"^[/\w.\- :]*$")]
    private static partial Regex Letters();

    [GeneratedRegex(@"^[/\w.\- ]*$")]
    private static partial Regex LettersWithoutColon();
}
