using System.Text;
using MlOps.MLflow.Options;

namespace MlOps.MLflow;

/// <summary>Where an MLflow server is, and how it is spoken to. Made from the environment as MLflow's own client reads it, or by hand.</summary>
/// <remarks>No secret in it is ever shown: not by <see cref="ToString"/>, not in errors.</remarks>
public sealed partial record MlflowOptions
{
    /// <summary>The address of the tracking server, such as <c>https://mlflow.team.example/base</c>; null where none is configured.</summary>
    /// <remarks>A user and password in it are used as <see cref="Username"/> and <see cref="Password"/>, where those are not given.</remarks>
    public string? TrackingUri { get; init; }

    /// <summary>The address of the server with the model registry; null for the tracking server.</summary>
    public string? RegistryUri { get; init; }

    /// <summary>The user of Basic authentication. It is used together with <see cref="Password"/>, and then goes before <see cref="Token"/>.</summary>
    public string? Username { get; init; }

    /// <summary>The password of <see cref="Username"/>.</summary>
    public string? Password { get; init; }

    /// <summary>A bearer token.</summary>
    public string? Token { get; init; }

    /// <summary>Whether any certificate of the server is accepted. Whoever stands between can then read and change everything.</summary>
    public bool InsecureTls { get; init; }

    /// <summary>A PEM file with the only certificate authorities to trust; null for those of the system.</summary>
    public string? ServerCertPath { get; init; }

    /// <summary>A PEM file with the client's certificate and its key.</summary>
    public string? ClientCertPath { get; init; }

    /// <summary>How long an answer may take; while a file is sent or received, how long nothing may move. 120 s, as in MLflow.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How often a call that failed is made again, where that may help and cannot do a thing twice. 0 for never.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>The pause before the first repetition; every further one is twice as long, up to a minute. A <c>Retry-After</c> of the server goes before.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The greatest random addition to a pause, so that those turned away together do not come back together.</summary>
    public TimeSpan RetryJitter { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The workspace on a server that has them (MLflow 3.10 and later); null for its default.</summary>
    public string? Workspace { get; init; }

    /// <summary>What <see cref="Token"/> and <see cref="Password"/> hide: everything else, with addresses cleared of users and passwords.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(MlflowAddress.Redact(TrackingUri) ?? "no server");
        Add("registry", MlflowAddress.Redact(RegistryUri));
        Add("user", HasBasic ? Username : null);
        Add("token", !HasBasic && Token is not null ? "***" : null);
        Add("workspace", Workspace);
        Add("server certificate", ServerCertPath);
        Add("client certificate", ClientCertPath);
        Add("TLS", InsecureTls ? "any certificate" : null);
        return text.ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                text.Append(", ").Append(name).Append(' ').Append(value);
            }
        }
    }

    internal bool HasBasic => !string.IsNullOrEmpty(Username) && !string.IsNullOrEmpty(Password);
}
