using MlOps.Delivery;
using MlOps.MLflow.Delivery;
using MlOps.Store;

namespace MlOps.MLflow;

/// <summary>
/// The delivery of this process's runs to an MLflow server. Programs built with <c>MlOpsMlflow</c>, which is on by default, need nothing of this:
/// where <c>MLFLOW_TRACKING_URI</c> names a server, their runs go there.
/// </summary>
public static class MlflowDelivery
{
    /// <summary>Has runs delivered to the server that the environment names, if it names one. Called by generated code; a second call changes nothing.</summary>
    public static void Enable()
    {
        var uri = Environment.GetEnvironmentVariable("MLFLOW_TRACKING_URI");
        if (string.IsNullOrWhiteSpace(uri) || TrackingUri.IsOfThisMachine(uri))
        {
            return;
        }

        try
        {
            Enable(MlflowOptions.FromEnvironment(), MlflowDeliveryOptions.FromEnvironment());
        }
        catch (MlflowException fault)
        {
            Console.Error.WriteLine($"mlops: runs are recorded in the embedded store alone: {fault.Reason} {fault.Hint}");
        }
    }

    /// <summary>Has runs delivered to a server. Call it before the first run; a second call changes nothing.</summary>
    /// <param name="options">The server, and how to speak with it.</param>
    /// <param name="delivery">How runs are delivered; null for the usual way.</param>
    /// <exception cref="MlflowException">The options name no server.</exception>
    public static void Enable(MlflowOptions options, MlflowDeliveryOptions? delivery = null) =>
        RunDelivery.Current ??= new DeliveryWorker(options, delivery ?? new MlflowDeliveryOptions());
}
