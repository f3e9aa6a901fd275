namespace MlOps.Cli;

/// <summary>What every command of <c>mlops</c> exits with.</summary>
internal static class ExitCode
{
    /// <summary>Done, or the answer is "yes".</summary>
    public const int Done = 0;

    /// <summary>The answer is "no": what was asked about differs, or a check failed.</summary>
    public const int No = 1;

    /// <summary>The command was written wrongly.</summary>
    public const int Usage = 2;

    /// <summary>The command was right and could not be carried out.</summary>
    public const int Failed = 3;
}
