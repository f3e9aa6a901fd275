namespace MlOps.Tests.MLflow.StandIn.Protocol;

/// <summary>The servers that were recorded, and so can be stood in for.</summary>
internal sealed class ServerVersion
{
    public static readonly ServerVersion V2 = new("2.12.1", 2);
    public static readonly ServerVersion V3 = new("3.11.2.dev0", 3);

    private ServerVersion(string text, int major)
    {
        Text = text;
        Major = major;
    }

    public static IReadOnlyList<ServerVersion> All { get; } = [V2, V3];

    /// <summary>What <c>/version</c> answers, and the name of the folder of its recordings.</summary>
    public string Text { get; }

    public int Major { get; }

    public static ServerVersion Of(string text) => All.Single(version => version.Text == text);

    public override string ToString() => Text;
}
