using System.Security.Cryptography;

namespace MlOps.MLflow.Wire;

/// <summary>Makes calls again that failed, where that may help and cannot do a thing twice.</summary>
/// <param name="MaxRetries">How often at most.</param>
/// <param name="FirstPause">The pause before the first repetition; every further one is twice as long.</param>
/// <param name="Jitter">The greatest random addition.</param>
internal sealed record RetryPolicy(int MaxRetries, TimeSpan FirstPause, TimeSpan Jitter)
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    // A server that asks for more than this is told to the caller, who knows better whether to wait.
    private static readonly TimeSpan s_longestRetryAfter = TimeSpan.FromMinutes(2);

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> action, bool mayRepeat, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                return await action(cancellationToken).ConfigureAwait(false);
            }
            catch (MlflowException problem) when (retry < MaxRetries && Helps(problem, mayRepeat))
            {
                await Task.Delay(Pause(retry, problem.RetryAfter), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool Helps(MlflowException problem, bool mayRepeat) =>
        problem.IsTransient && !problem.IsFutileNow && (mayRepeat || problem.WasNotReceived) && !(problem.RetryAfter > s_longestRetryAfter);

    private TimeSpan Pause(int retry, TimeSpan? wanted)
    {
        var own = Math.Min(s_longestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, retry)) + (Jitter.TotalSeconds * RandomNumberGenerator.GetInt32(1000) / 1000);
        return TimeSpan.FromSeconds(Math.Max(own, wanted?.TotalSeconds ?? 0));
    }
}
