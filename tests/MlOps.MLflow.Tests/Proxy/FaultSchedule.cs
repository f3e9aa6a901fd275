namespace MlOps.Tests.MLflow.Proxy;

/// <summary>Which faults happen when: drawn from a seed, as many as are allowed, and then none any more.</summary>
/// <param name="seed">The same seed is the same schedule.</param>
/// <param name="rate">How likely a request is to meet with a fault.</param>
/// <param name="most">How many faults there are at most, so that a delivery that goes on comes to its end.</param>
internal sealed class FaultSchedule(int seed, double rate, int most)
{
    private static readonly Fault[] s_ofRequests = [.. Enum.GetValues<Fault>().Except([Fault.None, Fault.Refuse])];

    private readonly Fault? _always;
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private int _left = most;

    private FaultSchedule(Fault always)
        : this(0, 0, 0) => _always = always;

    public static FaultSchedule Calm { get; } = new(0, 0, 0);

    /// <summary>How many requests have met with which fault.</summary>
    public Dictionary<Fault, int> Counts { get; } = [];

    /// <summary>One fault, again and again.</summary>
    public static FaultSchedule Always(Fault fault) => new(fault);

    public Fault NextConnection() => _always is { } fault ? (fault == Fault.Refuse ? fault : Fault.None) : Next(rate / 8, static _ => Fault.Refuse);

    public Fault NextRequest() => _always ?? Next(rate, static random => s_ofRequests[random.Next(s_ofRequests.Length)]);

    private Fault Next(double likelihood, Func<Random, Fault> draw)
    {
        lock (_gate)
        {
            if (_left == 0 || _random.NextDouble() >= likelihood)
            {
                return Fault.None;
            }

            _left--;
            var fault = draw(_random);
            Counts[fault] = Counts.GetValueOrDefault(fault) + 1;
            return fault;
        }
    }
}
