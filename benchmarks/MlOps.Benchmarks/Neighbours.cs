using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging;

namespace MlOps.Benchmarks;

/// <summary>What a value costs in the two ways .NET has of its own to say a number: a log line nobody keeps, and a histogram somebody listens to.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Close disposes; BenchmarkDotNet calls it.")]
public class Neighbours
{
    private static readonly Action<ILogger, string, double, long, Exception?> s_logValue =
        LoggerMessage.Define<string, double, long>(LogLevel.Information, new EventId(1), "{Name} = {Value} at {Step}");

    private readonly ILogger _logger = new NullSink();
    private Meter _meter = null!;
    private MeterListener _listener = null!;
    private Histogram<double> _histogram = null!;
    private double _sum;

    [GlobalSetup]
    public void Open()
    {
        _meter = new Meter("benchmark");
        _histogram = _meter.CreateHistogram<double>(Batch.Metric);
        _listener = new MeterListener();
        _listener.SetMeasurementEventCallback<double>((_, value, _, _) => _sum += value);
        _listener.EnableMeasurementEvents(_histogram);
        _histogram.Record(1);
        if (_sum != 1)
        {
            throw new InvalidOperationException("The listener hears nothing: this would measure something else.");
        }
    }

    [IterationSetup]
    public void Rest() => Batch.Rest();

    [GlobalCleanup]
    public void Close()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    /// <summary>A source-generated or defined log message, to a provider that is on and drops it.</summary>
    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public void LoggerMessageToNullProvider()
    {
        for (var step = 0; step < Batch.Size; step++)
        {
            s_logValue(_logger, Batch.Metric, step, step, null);
        }
    }

    /// <summary>As OpenTelemetry gets its numbers, with a listener that only adds up.</summary>
    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public void HistogramWithListener()
    {
        for (var step = 0; step < Batch.Size; step++)
        {
            _histogram.Record(step + 1, new KeyValuePair<string, object?>("metric", Batch.Metric));
        }
    }

    private sealed class NullSink : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }
    }
}
