using System.Runtime.CompilerServices;

namespace MlOps.MLflow.Wire;

/// <summary>One page of an answer that comes in pages.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Goes through the pages of an answer.</summary>
internal static class Paging
{
    /// <summary>All items, page by page, each page asked for when the one before it is used up.</summary>
    /// <param name="read">Reads the page with this token; null is the first.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="MlflowException">A page cannot be read, or the server repeats a page, which would never end.</exception>
    public static async IAsyncEnumerable<T> AllAsync<T>(Func<string?, CancellationToken, Task<Page<T>>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? token = null; ;)
        {
            var page = await read(token, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            if (string.IsNullOrEmpty(page.Next))
            {
                yield break;
            }

            if (page.Next == token)
            {
                throw new MlflowException(MlflowErrorCode.NotMlflow, "The server hands out the same page again and again.") { Hint = "This is a fault of its version: MLflow's newest release of the same line has it mended." };
            }

            token = page.Next;
        }
    }
}
