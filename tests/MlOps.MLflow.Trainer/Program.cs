// A training that never ends, for tests that kill it. Its store is MLOPS_HOME; MLFLOW_TRACKING_URI and MLOPS_DELIVERY_… say where its run goes and how.
using MlOps;
using MlOps.MLflow;

MlflowDelivery.Enable();
using var run = Run.Start("killed", args[0]);
run.LogParam("lr", 0.01);
run.SetTag("stage", "training");
run.LogText("notes.txt", "what is known so far");
for (var step = 0L; ; step++)
{
    run.Log("loss", 1.0 / (step + 1), step);
    run.Log("accuracy", step % 7, step);
    if (step % 20 == 0)
    {
        Thread.Sleep(1);
    }

    if (step % 2000 == 0)
    {
        run.LogText($"checkpoints/{step}.txt", $"weights of step {step}");
    }
}
