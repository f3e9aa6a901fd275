using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace MlOps.Data.Remotes.S3.Identity;

/// <summary>A program of the user's own that prints credentials, <c>credential_process</c> of a profile.</summary>
internal sealed class ProcessCredentials(string profile, string command) : ICredentialSource
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    public async Task<S3Credentials> ReadAsync(CancellationToken cancellationToken)
    {
        var who = $"The program of profile '{profile}' of AWS (credential_process)";
        var (program, arguments) = Split(command);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(s_limit);
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!; // It asks and complains on the terminal, as under AWS's tools.
            try
            {
                var output = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                return process.ExitCode == 0 ? CredentialService.Read(who, Encoding.UTF8.GetBytes(output))
                    : throw new RemoteException($"{who} failed with exit code {process.ExitCode}.");
            }
            catch (OperationCanceledException problem)
            {
                process.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                throw new RemoteException($"{who} did not end within a minute.", problem);
            }
        }
        catch (Win32Exception problem)
        {
            throw new RemoteException($"{who} cannot be run: {problem.Message}", problem);
        }
    }

    /// <summary>The program, which may stand in quotes, and the rest of the line.</summary>
    private static (string Program, string Arguments) Split(string command)
    {
        var isQuoted = command.StartsWith('"');
        var end = command.IndexOf(isQuoted ? '"' : ' ', isQuoted ? 1 : 0);
        return end < 0 ? (command.Trim('"'), "") : (command[..end].Trim('"'), command[(end + 1)..].Trim());
    }
}
