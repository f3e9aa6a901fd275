using System.Text.Json.Nodes;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.State;
using MlOps.Tests.MLflow.StandIn.Tracking;

namespace MlOps.Tests.MLflow.StandIn.Files;

/// <summary>Files that go through the server to its own store.</summary>
internal sealed class ArtifactEndpoints(ServerState state, ServerVersion version)
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/";

    private const string Root = "/srv/mlflow/artifacts/";

    public IEnumerable<Route> Routes()
    {
        yield return new("PUT", Proxy + "artifacts/{*}", null, call => Write(PathOf(call), call));
        yield return new("GET", Proxy + "artifacts/{*}", null, Download);
        yield return new("DELETE", Proxy + "artifacts/{*}", null, Delete);
        yield return new("GET", Proxy + "artifacts", "path:s", call => Answer.Json(List(ArtifactTree.Checked(call.Fields.Text("path")), "")));
        yield return new("POST", Proxy + "mpu/create/{*}", "path:s num_parts:i", static _ => throw NotHere("upload"));
        yield return new("POST", Proxy + "mpu/complete/{*}", "path:s", static _ => throw NotHere("upload"));
        yield return new("POST", Proxy + "mpu/abort/{*}", "path:s", static _ => throw NotHere("upload"));
        yield return new("GET", "/api/2.0/mlflow/artifacts/list", "run_id:s! path:s page_token:s", ListOfRun);
        yield return new("GET", "/get-artifact", "run_id:s! path:s!", GetArtifact);
        yield return new("POST", "/api/2.0/mlflow/upload-artifact", null, UploadToRun);
        if (version.Major == 3)
        {
            yield return new("GET", Proxy + "presigned/{*}", null, static _ => throw NotHere("download"));
        }
    }

    private static string PathOf(Call call) => ArtifactTree.Checked(call.Path["*"]);

    private static ApiException NotHere(string what) =>
        new("NOT_IMPLEMENTED", $"Multipart {what} is not supported for the current artifact repository");

    private Answer Write(string path, Call call)
    {
        state.Artifacts.Write(path, call.Request.Body);
        return Answer.Empty;
    }

    private Answer UploadToRun(Call call)
    {
        var run = state.ActiveRun(call.Request.Query["run_uuid"].First());
        Write($"{run.ArtifactPath}/{ArtifactTree.Checked(call.Request.Query["path"].First())}", call);
        return Answer.Text("", type: "application/json");
    }

    private Answer Download(Call call)
    {
        var path = PathOf(call);
        if (state.Artifacts.Find(path) is { } content)
        {
            return File(path, content) with { IsChunked = true };
        }

        var failure = $"The following failures occurred while downloading one or more artifacts from {Root.TrimEnd('/')}:\n##### File {path} #####\n";
        throw call.IsThree
            ? ApiException.Missing($"{failure}No such artifact: '{path}'")
            : new ApiException("INTERNAL_ERROR", $"{failure}[Errno 2] No such file or directory: '{Root}{path}'");
    }

    private Answer GetArtifact(Call call)
    {
        var path = $"{state.Run(call.Fields.Text("run_id")).ArtifactPath}/{ArtifactTree.Checked(call.Fields.Text("path"))}";
        return state.Artifacts.Find(path) is { } content ? File(path, content)
            : call.IsThree ? throw ApiException.Missing($"No such artifact: '{path}'")
            : Answer.InternalError();
    }

    private static Answer File(string path, byte[] content) => new(200, MimeTypes.Of(path), content)
    {
        Headers = new()
        {
            ["Content-Disposition"] = $"attachment; filename={System.IO.Path.GetFileName(path)}",
            ["X-Content-Type-Options"] = "nosniff",
        },
    };

    private Answer Delete(Call call)
    {
        var path = PathOf(call);
        if (state.Artifacts.Find(path) == null)
        {
            foreach (var file in state.Artifacts.Files.Keys.Where(file => file.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
            {
                state.Artifacts.Delete(file);
            }

            return Answer.Empty;
        }

        if (!call.IsThree)
        {
            return Answer.InternalError(); // 2 deletes folders only, and falls over a file.
        }

        state.Artifacts.Delete(path);
        return Answer.Empty;
    }

    private Answer ListOfRun(Call call)
    {
        var run = state.Run(call.Fields.Text("run_id"));
        var folder = ArtifactTree.Checked(call.Fields.Text("path"));
        var json = List(folder.Length == 0 ? run.ArtifactPath : $"{run.ArtifactPath}/{folder}", folder.Length == 0 ? "" : folder + "/");
        json.Insert(0, "root_uri", run.ArtifactUri);
        return Answer.Json(json);
    }

    private JsonObject List(string folder, string prefix) => new JsonObject().With("files", state.Artifacts.List(folder).Select(entry =>
    {
        var file = new JsonObject { ["path"] = prefix + entry.Name, ["is_dir"] = entry.Size == null };
        if (entry.Size is > 0)
        {
            file["file_size"] = entry.Size;
        }

        return file;
    }));
}
