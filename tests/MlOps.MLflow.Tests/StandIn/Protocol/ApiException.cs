using System.Text.Json.Nodes;

namespace MlOps.Tests.MLflow.StandIn.Protocol;

/// <summary>An error that the server answers as JSON.</summary>
internal sealed class ApiException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    public static ApiException Invalid(string message) => new("INVALID_PARAMETER_VALUE", message);

    public static ApiException Missing(string message) => new("RESOURCE_DOES_NOT_EXIST", message);

    public static ApiException Required(string parameter) =>
        Invalid($"Missing value for required parameter '{parameter}'. See the API docs for more information about request parameters.");

    public Answer ToAnswer(ServerVersion version)
    {
        var body = new JsonObject { ["error_code"] = Code, ["message"] = Message };
        if (version.Major == 3 && Code != "NOT_IMPLEMENTED")
        {
            body["sqlstate"] = "KAM00";
            body["error_class"] = Code switch
            {
                "RESOURCE_DOES_NOT_EXIST" => "RESOURCE_NOT_FOUND",
                "BAD_REQUEST" => "INVALID_PARAMETER_VALUE",
                _ => Code,
            };
        }

        return Answer.Json(body, StatusOf(Code));
    }

    private static int StatusOf(string code) => code switch
    {
        "RESOURCE_DOES_NOT_EXIST" => 404,
        "INTERNAL_ERROR" => 500,
        "NOT_IMPLEMENTED" => 501,
        _ => 400,
    };
}
