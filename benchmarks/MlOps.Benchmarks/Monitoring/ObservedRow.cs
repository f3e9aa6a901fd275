using BenchmarkDotNet.Attributes;
using MlOps.Monitoring;

namespace MlOps.Benchmarks.Monitoring;

/// <summary>
/// What observing a row of ten features (eight numbers, two texts) costs the thread that predicts, as fast as it goes, while the worker
/// profiles windows and compares them with a reference; the same while another thread observes without a pause.
/// </summary>
public class ObservedRow : IAsyncDisposable
{
    private const int Rows = 10_000;
    private const int ReferenceRows = 10_000;

    private static readonly string[] s_levels = ["red", "green", "blue", "yellow"];

    private readonly Features[] _rows = [.. Enumerable.Range(0, 1024).Select(static i => new Features(i % 97, 1, 2, 3, 4, 5, i % 13, 7, s_levels[i % 4], s_levels[i / 4 % 4]))];
    private Monitor<Features> _monitor = null!;
    private Thread? _other;
    private volatile bool _isOver;
    private long _allocated;

    /// <summary>How many threads observe.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Begins to watch.</summary>
    [GlobalSetup]
    public void Begin()
    {
        RowSchema.Register<Features>([.. Features.Columns], Features.Read);
        var reference = RowProfile.Of(Enumerable.Range(0, ReferenceRows).Select(i => _rows[i % _rows.Length]));
        _monitor = new Monitor<Features>(new MonitorOptions("benchmark") { Reference = reference, Channels = [] });
        if (Threads == 2)
        {
            _other = new Thread(() =>
            {
                while (!_isOver)
                {
                    ObserveAll();
                }
            });
            _other.Start();
        }
    }

    /// <summary>Ends it, and says how much of the rows found a place: observing at full speed, they come faster than any worker could follow.</summary>
    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        _other?.Join();
        await _monitor.DisposeAsync();
        Console.WriteLine($"// {_monitor.Dropped} rows left out of the sample, {_monitor.Faults} faults, {_allocated} bytes allocated by the thread that observes");
        GC.SuppressFinalize(this);
    }

    /// <summary>As a prediction does it.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public void Observe()
    {
        var before = GC.GetAllocatedBytesForCurrentThread(); // The worker has a thread of its own, and allocates profiles there.
        ObserveAll();
        _allocated += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Reading the members alone, into memory that stays in the cache: what no way of observing could go below.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Rows)]
    public double Read()
    {
        Span<double> numbers = stackalloc double[8];
        var texts = new string?[2];
        for (var i = 0; i < Rows; i++)
        {
            var writer = new RowWriter(numbers, texts);
            Features.Read(in _rows[i & (_rows.Length - 1)], ref writer);
        }

        return numbers[0];
    }

    private void ObserveAll()
    {
        for (var i = 0; i < Rows; i++)
        {
            _monitor.Observe(in _rows[i & (_rows.Length - 1)]);
        }
    }

    internal readonly record struct Features(
        double Length, double Width, double Height, double Weight, double Age, double Price, double Rank, double Score, string Colour, string Region)
    {
        // As the compiler writes it for [Monitored].
        public static IEnumerable<RowColumn> Columns =>
        [
            .. ((string[])["Length", "Width", "Height", "Weight", "Age", "Price", "Rank", "Score"]).Select(static name => new RowColumn(name, IsText: false)),
            .. ((string[])["Colour", "Region"]).Select(static name => new RowColumn(name, IsText: true)),
        ];

        public static void Read(in Features row, ref RowWriter to)
        {
            to.Add(row.Length);
            to.Add(row.Width);
            to.Add(row.Height);
            to.Add(row.Weight);
            to.Add(row.Age);
            to.Add(row.Price);
            to.Add(row.Rank);
            to.Add(row.Score);
            to.Add(row.Colour);
            to.Add(row.Region);
        }
    }
}
