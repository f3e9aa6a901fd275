namespace MlOps.Cli.Monitoring;

internal static class UsageText
{
    /// <summary>What an exception about options says, without the name of a parameter that nobody typed.</summary>
    public static string Of(ArgumentException problem)
    {
        var message = problem.Message;
        return message.LastIndexOf(" (Parameter ", StringComparison.Ordinal) is >= 0 and var at ? message[..at] : message;
    }
}
