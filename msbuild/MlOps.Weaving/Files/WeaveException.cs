using System.Diagnostics.CodeAnalysis;

namespace MlOps.Weaving;

/// <summary>Carries an error out of the depths of reading and writing; never leaves <see cref="Weaver"/>.</summary>
[SuppressMessage("Design", "CA1064", Justification = "Weaver catches it; callers get the error in the result.")]
internal sealed class WeaveException : Exception
{
    public WeaveException(WeaveError error)
        : base(error.Message) => Error = error;

    public WeaveError Error { get; }
}
