using MlOps.Monitoring.Reports;

namespace MlOps.Monitoring.Alerts;

/// <summary>The alerts of one monitor: holds windows against its rules, and sends what changes.</summary>
internal sealed class AlertBoard : IAsyncDisposable
{
    private readonly string _monitor;
    private readonly AlertState[] _states;
    private readonly AlertDispatcher _dispatcher;
    private volatile IReadOnlyList<Alert> _firing = [];

    /// <param name="options">Of the monitor.</param>
    /// <param name="say">Shows a sentence about a channel that fails.</param>
    /// <param name="patience">How long a channel may take, and the end waits.</param>
    /// <exception cref="ArgumentException">A rule means nothing.</exception>
    public AlertBoard(MonitorOptions options, Action<string> say, TimeSpan patience)
    {
        _monitor = options.Name;
        foreach (var rule in options.Alerts)
        {
            rule.Check();
        }

        _states = [.. options.Alerts.Distinct().Select(rule => new AlertState(options.Name, rule))];
        _dispatcher = new AlertDispatcher(options.Channels, say, patience);
    }

    /// <summary>The alerts that are raised and not resolved yet.</summary>
    public IReadOnlyList<Alert> Firing => _firing;

    /// <summary>Has rules that are about a column by the name that it has in a row be about what it is called in windows. To be called before the first.</summary>
    /// <param name="own">The columns as rows have them.</param>
    /// <param name="named">The same, by the names of the reference.</param>
    /// <returns>What is wrong with a rule; <see langword="null"/> when none is about a column that is not there.</returns>
    public string? Match(IReadOnlyList<RowColumn> own, IReadOnlyList<RowColumn> named)
    {
        string? problem = null;
        foreach (var state in _states)
        {
            if (MonitoredWindow.ColumnOf(state.Rule.Metric) is not { } name || named.Any(column => column.Name == name))
            {
                continue;
            }

            if (own.Select(static column => column.Name).ToList().IndexOf(name) is >= 0 and var at)
            {
                state.Metric = state.Rule.Metric[..^name.Length] + named[at].Name;
            }
            else
            {
                problem ??= $"the alert '{state.Rule.Name}' of '{_monitor}' is about a column that rows do not have. They have {string.Join(", ", own.Select(static column => column.Name))}.";
            }
        }

        return problem;
    }

    public void Observe(MonitoredWindow window)
    {
        foreach (var state in _states)
        {
            if (state.Observe(window.Metrics, window.End) is { } change)
            {
                var alert = change with { Drifted = Drifted(window) };
                var others = _firing.Where(other => other.Rule != alert.Rule);
                _firing = alert.IsResolved ? [.. others] : [.. others, alert];
                _dispatcher.Post(alert);
            }
        }
    }

    /// <summary>Waits until no alert is on its way, or until that takes too long.</summary>
    public Task SentAsync() => _dispatcher.SentAsync();

    public ValueTask DisposeAsync() => _dispatcher.DisposeAsync();

    private static string[] Drifted(MonitoredWindow window) => window.Drift is { } drift
        ? [.. drift.ByImportance().Where(static column => column.Drift).Select(static column => column.Name)]
        : [];
}
