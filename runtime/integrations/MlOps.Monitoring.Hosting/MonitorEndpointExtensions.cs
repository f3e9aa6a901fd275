using Microsoft.AspNetCore.Http;
using MlOps.Monitoring.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoints of minimal APIs whose requests and answers are watched.</summary>
/// <remarks>
/// Each needs <c>services.AddMonitor&lt;TRow&gt;(…)</c>, or runs unwatched, which the log says. A request is watched when it is answered, in nanoseconds: it waits for nothing, and nothing that
/// goes wrong with its row reaches it. An answer with a status of 400 or more is no prediction, and not watched.
/// </remarks>
public static class MonitorEndpointExtensions
{
    /// <summary>The row is an argument of the endpoint, or what it answers.</summary>
    /// <typeparam name="TRow">A <c>[Monitored]</c> row.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="monitor">The name of the monitor, where several watch such rows; the one added last unless said.</param>
    public static RouteHandlerBuilder Monitored<TRow>(this RouteHandlerBuilder builder, string? monitor = null) =>
        WithFilter<TRow>(builder, monitor, static (context, answer, to) =>
        {
            if (answer is TRow row || RowFilter.TryFind(context, out row!))
            {
                to.Observe(in row);
                return true;
            }

            return false;
        }, typeof(TRow));

    /// <summary>The row is made of an argument of the endpoint and of what it answers.</summary>
    /// <typeparam name="TRequest">The type of the argument.</typeparam>
    /// <typeparam name="TResult">The type of the answer, also within a result such as <c>Ok&lt;T&gt;</c>; answers of other types are not watched.</typeparam>
    /// <typeparam name="TRow">A <c>[Monitored]</c> row.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="row">Makes the row. What it throws is counted among the monitor's faults.</param>
    /// <param name="monitor">The name of the monitor, where several watch such rows; the one added last unless said.</param>
    public static RouteHandlerBuilder WithMonitor<TRequest, TResult, TRow>(this RouteHandlerBuilder builder, Func<TRequest, TResult, TRow> row, string? monitor = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        return WithFilter<TRow>(builder, monitor, (context, answer, to) =>
        {
            if (!RowFilter.TryFind<TRequest>(context, out var request))
            {
                return false;
            }

            if (answer is TResult result)
            {
                to.Observe((row, request, result), static from => from.row(from.request, from.result));
            }

            return true;
        }, typeof(TRequest));
    }

    /// <summary>The row is made of whatever belongs to the request, and of the answer.</summary>
    /// <typeparam name="TRow">A <c>[Monitored]</c> row.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="row">Makes the row of the request and the answer, without the result that it is in. What it throws is counted among the monitor's faults.</param>
    /// <param name="monitor">The name of the monitor, where several watch such rows; the one added last unless said.</param>
    public static RouteHandlerBuilder WithMonitor<TRow>(this RouteHandlerBuilder builder, Func<EndpointFilterInvocationContext, object?, TRow> row, string? monitor = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        return WithFilter<TRow>(builder, monitor, (context, answer, to) =>
        {
            to.Observe((row, context, answer), static from => from.row(from.context, from.answer));
            return true;
        }, typeof(EndpointFilterInvocationContext));
    }

    private static RouteHandlerBuilder WithFilter<TRow>(RouteHandlerBuilder builder, string? monitor, RowFilter.Watch<TRow> watch, Type wanted) =>
        builder.AddEndpointFilterFactory((factory, next) => RowFilter.Create(factory.ApplicationServices, monitor, watch, wanted, next));
}
