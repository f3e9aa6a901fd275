
namespace MlOps.Tests.Weaving.Support;

/// <summary>Writes what the generator writes, small: the tracker notes in <c>Log</c> that it was there.</summary>
internal static class Trackers
{
    public const string Preamble = """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Linq;
        using System.Threading.Tasks;
        using MlOps;

        """;

    public const string Log = """

        public static class Log
        {
            public static readonly List<string> Lines = new();
            public static void Add(object? line) => Lines.Add(line?.ToString() ?? "null");
        }
        """;

    /// <param name="type">The declaring type: <c>Demo.Trainer</c>.</param>
    /// <param name="method">Its metadata name.</param>
    /// <param name="returns">The return type as C# writes it.</param>
    /// <param name="parameters">What <c>Body</c> takes, the receiver included: <c>"Demo.Trainer self", "int epochs"</c>.</param>
    public static string Of(string type, string method, string returns, params string[] parameters)
    {
        var isAsync = returns.StartsWith("Task", StringComparison.Ordinal);
        var call = $"Body({string.Join(", ", parameters.Select(static parameter => parameter.Split(' ')[^1]))})";
        var hasResult = returns is not ("void" or "Task");
        var work = (isAsync ? "await " : "") + call;
        return $$"""

            [TracksMethod(typeof(global::{{type}}), "{{method}}")]
            internal static class {{type.Replace('.', '_')}}_{{method}}_Tracked
            {
                internal static readonly string? Code = Fingerprint();

                internal static {{(isAsync ? "async " : "")}}{{returns}} Invoke({{string.Join(", ", parameters)}})
                {
                    Log.Add("begin {{method}}");
                    try
                    {
                        {{(hasResult ? "var result = " : "")}}{{work}};
                        Log.Add("end {{method}}");
                        {{(hasResult ? "return result;" : "")}}
                    }
                    catch (Exception error)
                    {
                        Log.Add("fail {{method}}: " + error.GetType().Name);
                        throw;
                    }
                }

                private static {{returns}} Body({{string.Join(", ", parameters)}}) => throw new UnreachableException();

                private static string? Fingerprint() => null;
            }

            """;
    }
}
