using MlOps.Store;

namespace MlOps.MLflow;

/// <summary>Refuses, before anything is sent, what a server would cut or store as something else and say that all is well.</summary>
internal static class ServerLimits
{
    public static KeyValuePair<string, string> Param(KeyValuePair<string, string> param) => Pair("param", param, MlflowLimits.ParamValue);

    public static KeyValuePair<string, string> Tag(KeyValuePair<string, string> tag) => Pair("tag", tag, MlflowLimits.TagValue);

    public static Metric Metric(Metric metric)
    {
        Check("name of the metric", metric.Key, metric.Key, MlflowLimits.Key);
        return metric.Timestamp.ToUnixTimeMilliseconds() >= 0
            ? metric
            : throw Refused($"The metric '{metric.Key}' has a time before 1970, which MLflow does not take.", "Give it another time.");
    }

    public static DatasetInput Dataset(DatasetInput input)
    {
        Check("name of the data set", input.Name, input.Name, MlflowLimits.DatasetName);
        Check("digest of the data set", input.Name, input.Digest, MlflowLimits.DatasetDigest);
        return input;
    }

    private static KeyValuePair<string, string> Pair(string what, KeyValuePair<string, string> pair, int limit)
    {
        Check($"name of the {what}", pair.Key, pair.Key, MlflowLimits.Key);
        Check($"value of the {what}", pair.Key, pair.Value, limit);
        return pair;
    }

    private static void Check(string what, string name, string text, int limit)
    {
        // MLflow counts characters, of which one may be two of .NET's.
        if (text.Length > limit && text.EnumerateRunes().Count() > limit)
        {
            throw Refused($"The {what} '{MlflowLimits.Cut(name, 60)}' is longer than the {limit} characters that MLflow keeps.", "Shorten it, or keep it as an artifact.");
        }
    }

    private static MlflowException Refused(string reason, string hint) => new(MlflowErrorCode.InvalidParameterValue, reason) { Hint = $"{hint} It was not sent." };
}
