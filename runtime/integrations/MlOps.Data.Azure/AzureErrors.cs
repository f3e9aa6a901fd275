using System.Net;
using Azure;
using Azure.Identity;
using MlOps.Data.Remotes;

namespace MlOps.Data.Azure;

/// <summary>Says in our words what Azure refuses, and what helps.</summary>
/// <param name="Remote">The name of the remote.</param>
/// <param name="Container">Its container.</param>
/// <param name="Kind">In which way we say who we are.</param>
internal sealed record AzureErrors(string Remote, string Container, string Kind)
{
    public async Task<T> TellAsync<T>(string key, Func<Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (RequestFailedException problem)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw problem.InnerException is CorruptObjectException corrupt ? corrupt : Meaning(key, problem);
        }
        catch (AuthenticationFailedException problem)
        {
            throw new RemoteException(
                $"Nobody says who asks for {Place}, or is not believed: 'az login', or set AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN or AZURE_STORAGE_CONNECTION_STRING. {FirstLine(problem)}", problem);
        }
        catch (TaskCanceledException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{Place} did not answer in time.", problem);
        }
    }

    private string Place => $"container '{Container}' of remote '{Remote}'";

    private Exception Meaning(string key, RequestFailedException problem)
    {
        var said = problem.ErrorCode ?? (problem.Status == 0 ? FirstLine(problem) : $"HTTP {problem.Status}");
        return (problem.Status, said) switch
        {
            (_, "ContainerNotFound" or "ContainerBeingDeleted") =>
                new RemoteException($"There is no {Place}: create it, or correct the address with 'mlops data remote modify {Remote} url azure://…'.", problem),
            (404, _) => new FileNotFoundException($"There is no '{key}' in {Place}.", problem),
            (416, _) => new RemoteException($"'{key}' in {Place} is shorter than what is here of it.", problem) { IsPastEnd = true },
            (401 or 403, _) => new RemoteException(
                $"Access to '{key}' in {Place} is denied ({said}, with {Kind}): renew it, or ask for the role Storage Blob Data Contributor.", problem),
            // Damaged on its way, or no answer at all: a connection that was refused or broke.
            (_, "Md5Mismatch" or "OperationTimedOut" or "ServerBusy") or (0, _) => new RemoteException($"'{key}' in {Place} failed ({said}).", problem, passes: true),
            _ => new RemoteException($"'{key}' in {Place} failed ({said}).", problem, Retry.Passes((HttpStatusCode)problem.Status)),
        };
    }

    private static string FirstLine(Exception problem) => problem.Message.Split('\n', 2)[0].Trim();
}
