using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.StandIn.Tracking;

/// <summary>Data sets and models that runs have used or made.</summary>
internal sealed class InputEndpoints(ServerState state, ServerVersion version)
{
    private const string Path = "/api/2.0/mlflow/runs/";

    public IEnumerable<Route> Routes()
    {
        yield return new("POST", Path + "log-inputs", version.Major == 2 ? "run_id:s! datasets:input[]!" : "run_id:s! datasets:input[]* models:model[]*", LogInputs);
        yield return new("POST", Path + "log-model", "run_id:s! model_json:s!", LogModel);
        if (version.Major == 3)
        {
            yield return new("POST", Path + "outputs", "run_id:s! models:model[]*", LogOutputs);
        }
    }

    private Answer LogInputs(Call call)
    {
        var inputs = call.Fields.Messages("datasets").Select(input => Read(call, input)).ToList();
        var run = RunEndpoints.ActiveRun(state, call);
        // The same data set again adds nothing.
        run.Inputs.AddRange(inputs.Where(input => !run.Inputs.Any(known => (known.Name, known.Digest) == (input.Name, input.Digest))));
        run.ModelInputs.AddRange(call.Fields.Messages("models").Select(static model => model.Text("model_id")).Except(run.ModelInputs));
        return Answer.Empty;
    }

    private Answer LogOutputs(Call call)
    {
        RunEndpoints.ActiveRun(state, call).ModelOutputs.AddRange(
            call.Fields.Messages("models").Select(static model => (model.Text("model_id"), model.Integer("step"))));
        return Answer.Empty;
    }

    private Answer LogModel(Call call)
    {
        const string Tag = "mlflow.log-model.history";
        var run = RunEndpoints.ActiveRun(state, call);
        var history = run.Tags.GetValueOrDefault(Tag, "[]")[1..^1];
        run.Tags[Tag] = $"[{history}{(history.Length > 0 ? ", " : "")}{call.Fields.Text("model_json")}]";
        return Answer.Empty;
    }

    private static HeldInput Read(Call call, Message input)
    {
        var dataset = input.Inner("dataset") ?? new();
        CheckLength(call, "name", dataset, 500);
        CheckLength(call, "digest", dataset, 36);
        CheckLength(call, "source", dataset, 65_535);
        CheckLength(call, "schema", dataset, 1_048_575);
        CheckLength(call, "profile", dataset, 16_777_215);
        var read = new HeldInput(dataset.Text("name"), dataset.Text("digest"), dataset.Text("source_type"), dataset.Text("source"),
            dataset.Text("schema"), dataset.Text("profile"));
        foreach (var tag in input.Messages("tags"))
        {
            read.Tags[tag.Text("key")] = tag.Text("value");
        }

        return read;
    }

    private static void CheckLength(Call call, string field, Message dataset, int longest)
    {
        if (dataset.Text(field).Length > longest)
        {
            throw ApiException.Invalid(call.IsThree
                ? $"'{field}' exceeds the maximum length of {longest} characters"
                : $"Dataset {field} exceeds the maximum length of {longest}");
        }
    }
}
