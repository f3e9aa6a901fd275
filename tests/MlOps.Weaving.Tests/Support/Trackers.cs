namespace MlOps.Tests.Weaving.Support;

/// <summary>Writes what the generator writes, small: the tracker notes in <c>Log</c> that it was there.</summary>
internal static class Trackers
{
    public const string Preamble = """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Linq;
        using System.Runtime.CompilerServices;
        using System.Threading.Tasks;
        using MlOps;

        """;

    public const string Log = """

        public static class Log
        {
            public static readonly List<string> Lines = new();
            public static void Add(object? line) => Lines.Add(line?.ToString() ?? "null");
        }

        [TracksModule]
        internal static class Module_Tracked
        {
            internal static bool IsWoven() => false;
        }
        """;

    /// <param name="type">The declaring type: <c>Demo.Trainer</c>.</param>
    /// <param name="method">Its metadata name.</param>
    /// <param name="returns">The return type as C# writes it.</param>
    /// <param name="parameters">What <c>Body</c> takes, the receiver included: <c>"Demo.Trainer self", "int epochs"</c>.</param>
    public static string Of(string type, string method, string returns, params string[] parameters) =>
        new TrackerSource(type, method, returns, parameters).ToString();
}
