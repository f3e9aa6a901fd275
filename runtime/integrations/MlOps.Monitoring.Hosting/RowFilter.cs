using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MlOps.Monitoring.Hosting;

/// <summary>Watches the requests of an endpoint once they are answered.</summary>
internal static class RowFilter
{
    /// <summary>Observes the row of a request, if it is one.</summary>
    /// <returns>Whether the endpoint has what a row is made of.</returns>
    public delegate bool Watch<TRow>(EndpointFilterInvocationContext context, object? answer, Monitor<TRow> to);

    /// <summary>The endpoint with the watch around it; without it where there is no such monitor, as predictions go on whatever is missing.</summary>
    public static EndpointFilterDelegate Create<TRow>(IServiceProvider services, string? name, Watch<TRow> watch, Type wanted, EndpointFilterDelegate next)
    {
        var monitor = name is null ? services.GetService<Monitor<TRow>>() : services.GetKeyedService<Monitor<TRow>>(name);
        if (monitor is null)
        {
            MonitorLog.Problem(HostedOptions.Log(services), $"an endpoint is not watched: no monitor {(name is null ? "" : $"'{name}' ")}takes rows of '{typeof(TRow)}'. Add services.AddMonitor<{typeof(TRow).Name}>(\"{name ?? "name"}\").");
            return next;
        }

        var isTold = 0;
        return async context =>
        {
            var result = await next(context).ConfigureAwait(false);
            if (TryAnswer(context.HttpContext.Response, result, out var answer) && !watch(context, answer, monitor) && Interlocked.Exchange(ref isTold, 1) == 0)
            {
                MonitorLog.Problem(HostedOptions.Log(services), $"'{monitor.Name}' does not watch {context.HttpContext.Request.Path}: the endpoint neither takes nor gives a '{wanted}'.");
            }

            return result;
        };
    }

    /// <summary>The first argument of a type.</summary>
    public static bool TryFind<T>(EndpointFilterInvocationContext context, [MaybeNullWhen(false)] out T value)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is T found)
            {
                value = found;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>What an endpoint answers, without the results around it, unless that is an error.</summary>
    private static bool TryAnswer(HttpResponse response, object? result, out object? answer)
    {
        while (result is INestedHttpResult nested)
        {
            result = nested.Result;
        }

        answer = result is IValueHttpResult valued ? valued.Value : result;
        return response.StatusCode < StatusCodes.Status400BadRequest && result is not IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest };
    }
}
