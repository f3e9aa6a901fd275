using System.Text.RegularExpressions;

namespace MlOps.Tests.Weaving.Support;

/// <summary>The source of one tracker, in the shapes that the generator emits.</summary>
/// <param name="Type">The declaring type as <c>typeof</c> takes it: <c>Demo.Trainer&lt;&gt;</c>.</param>
/// <param name="Method">The metadata name of the method; of a local function its name in the source.</param>
/// <param name="Returns">The return type as C# writes it.</param>
/// <param name="Parameters">What <c>Invoke</c> and <c>Body</c> take, the receiver included: <c>"ref Demo.Trainer self", "int epochs"</c>.</param>
internal sealed record TrackerSource(string Type, string Method, string Returns, params string[] Parameters)
{
    /// <summary>The type parameters of <c>Invoke</c> and <c>Body</c>: <c>&lt;T, U&gt;</c>.</summary>
    public string Generics { get; init; } = "";

    /// <summary>Their constraints: <c>where T : class</c>.</summary>
    public string Constraints { get; init; } = "";

    /// <summary>The method around a local function.</summary>
    public string? LocalTo { get; init; }

    /// <summary>Inside a container, which then owns the tracker.</summary>
    public string Access { get; init; } = "internal";

    /// <summary>Set where two trackers would have one name.</summary>
    public string Name { get; init; } = Regex.Replace(Type + "_" + Method, @"\W", "_") + "_Tracked";

    private bool ReturnsRef => Returns.StartsWith("ref ", StringComparison.Ordinal);

    private bool HasResult => Returns is not "void" && !(IsAsync && Returns is "Task" or "ValueTask");

    // `async` methods take neither references nor spans.
    private bool IsAsync => Returns.StartsWith("Task", StringComparison.Ordinal) || Returns.StartsWith("ValueTask", StringComparison.Ordinal)
        ? !Parameters.Any(static parameter => Regex.IsMatch(parameter, @"^(scoped |ref |in |out )|Span<"))
        : false;

    private bool IsUnsafe => (Returns + string.Concat(Parameters)).Contains('*', StringComparison.Ordinal);

    public static implicit operator string(TrackerSource source) => source.ToString();

    public override string ToString() => $$"""

        [TracksMethod(typeof(global::{{Type}}), "{{Method}}"{{(LocalTo is null ? "" : $", LocalTo = \"{LocalTo}\"")}})]
        {{Access}} static {{(IsUnsafe ? "unsafe " : "")}}class {{Name}}
        {
            internal static readonly string? Code = Fingerprint();

            [StackTraceHidden]
            internal static {{(IsAsync ? "async " : "")}}{{Returns}} Invoke{{Signature}}
            {
                Log.Add("begin {{Method}}");
                try
                {
                    {{Result}}{{(IsAsync ? "await " : "")}}{{Call}};
                    Log.Add("end {{Method}}");
                    {{(HasResult ? $"return {(ReturnsRef ? "ref " : "")}result;" : "")}}
                }
                catch (Exception error)
                {
                    Log.Add("fail {{Method}}: " + error.GetType().Name);
                    throw;
                }
            }

            [StackTraceHidden]
            private static {{Returns}} Body{{Signature}} => throw new UnreachableException();

            private static string? Fingerprint() => null;
        }

        """;

    private string Signature => $"{Generics}({string.Join(", ", Parameters)}) {Constraints}";

    private string Call => $"Body{Generics}({string.Join(", ", Parameters.Select(Passed))})";

    private string Result => (HasResult, Returns) switch
    {
        (false, _) => "",
        (_, var type) when type.StartsWith("ref readonly ", StringComparison.Ordinal) => "ref readonly var result = ref ",
        _ => ReturnsRef ? "ref var result = ref " : "var result = ",
    };

    // `scoped ref int[] rows = null` is passed as `ref rows`.
    private static string Passed(string parameter)
    {
        var name = parameter.Split('=')[0].Trim().Split(' ')[^1];
        return Regex.Match(parameter, @"^(?:scoped )?(ref |in |out )").Groups[1].Value + name;
    }
}
