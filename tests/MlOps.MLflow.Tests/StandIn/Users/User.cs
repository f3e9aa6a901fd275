namespace MlOps.Tests.MLflow.StandIn.Users;

internal sealed class User(int id, string name, string password, bool isAdmin)
{
    public int Id { get; } = id;

    public string Name { get; } = name;

    public string Password { get; set; } = password;

    public bool IsAdmin { get; } = isAdmin;

    /// <summary>Experiment id to level; where there is none, the user may read.</summary>
    public Dictionary<string, string> Permissions { get; } = [];
}
