using MlOps.Data.Config;
using MlOps.Data.Remotes;
using MlOps.Data.Remotes.S3;

namespace MlOps.Tests.Data.Remotes;

/// <summary>Who asks, and where: the order in which AWS's own tools look.</summary>
public sealed class S3AccountTests : IDisposable
{
    private readonly TempFolder _home = new();

    public S3AccountTests()
    {
        _home.Write(".aws/credentials", "# mine\n[default]\naws_access_key_id = D\naws_secret_access_key=d/=+\n\n[ team ]\naws_access_key_id = T\naws_secret_access_key = t\naws_session_token = s\n");
        _home.Write(".aws/config", "[default]\nregion = eu-west-1\n[profile team]\nregion=eu-central-1\ns3 =\n    addressing_style = path\nendpoint_url = http://store.example.org\n");
    }

    [Fact]
    public void OptionsWinOverVariablesAndThoseOverTheDefaultProfile()
    {
        Assert.Equal(new S3Account(new("D", "d/=+", null), "eu-west-1", null), Of([]));
        Assert.Equal(
            new S3Account(new("E", "e", "token"), "eu-north-1", "http://env"),
            Of([], ("AWS_ACCESS_KEY_ID", "E"), ("AWS_SECRET_ACCESS_KEY", "e"), ("AWS_SESSION_TOKEN", "token"), ("AWS_REGION", "eu-north-1"), ("AWS_ENDPOINT_URL", "http://env")));
        Assert.Equal(
            new S3Account(new("O", "o", null), "us-west-2", "http://option"),
            Of([("access_key_id", "O"), ("secret_access_key", "o"), ("region", "us-west-2"), ("endpointurl", "http://option")], ("AWS_ACCESS_KEY_ID", "E"), ("AWS_SECRET_ACCESS_KEY", "e")));
    }

    [Fact]
    public void AProfileThatIsNamedWinsOverVariables()
    {
        var team = new S3Account(new("T", "t", "s"), "eu-central-1", "http://store.example.org");
        Assert.Equal(team, Of([("profile", "team")], ("AWS_ACCESS_KEY_ID", "E"), ("AWS_SECRET_ACCESS_KEY", "e")));
        Assert.Equal(team, Of([], ("AWS_PROFILE", "team")));
    }

    [Fact]
    public void WithoutCredentialsTheMessageSaysWhereToPutThem()
    {
        var problem = Assert.Throws<RemoteException>(() => Of([("profile", "nobody")]));
        Assert.Contains("profile 'nobody'", problem.Message);
        Assert.Null(Of([("profile", "nobody"), ("allow_anonymous_login", "true")]).Credentials);
    }

    public void Dispose() => _home.Dispose();

    private S3Account Of((string Option, string Value)[] options, params (string Name, string Value)[] variables) => S3Account.Of(
        new RemoteSettings("store", options.ToDictionary(static option => option.Option, static option => option.Value)),
        name => variables.FirstOrDefault(variable => variable.Name == name).Value,
        _home.Root);
}
