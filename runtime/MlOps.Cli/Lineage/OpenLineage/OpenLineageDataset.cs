using MlOps.Store;

namespace MlOps.Cli.Lineage.OpenLineage;

/// <summary>A data set by the two words that OpenLineage has for one: where it is, and what it is called there.</summary>
/// <param name="Namespace">The source, such as <c>s3://bucket</c>, <c>file</c>, or the address of a git repository.</param>
/// <param name="Name">The name within it.</param>
/// <param name="Uri">Its address, if it has one.</param>
/// <param name="Version">Which version of it.</param>
internal sealed record OpenLineageDataset(string Namespace, string Name, Uri? Uri, string? Version)
{
    public IReadOnlyList<KeyValuePair<string, string>> Columns { get; init; } = [];

    /// <summary>What a run read, called alike on every machine where that is possible: else each checkout would have its own.</summary>
    /// <param name="input">What the run read.</param>
    /// <param name="path">Its path in the repository, where that is known.</param>
    /// <param name="repository">The address of the repository, where that is known.</param>
    /// <param name="job">The namespace of the job, and its name.</param>
    public static OpenLineageDataset Of(RecordedInput input, string? path, string? repository, (string Namespace, string Name) job)
    {
        OpenLineageDataset dataset = input.Source switch
        {
            null or "" => new(job.Namespace, $"{job.Name}.{input.Name}", null, null), // In memory: it is nowhere else.
            ['{' or '[', ..] => new(job.Namespace, input.Name, null, null), // Another program's own way to say where.
            var source when source.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(source, UriKind.Absolute, out var uri) => At(uri),
            var source when Path.IsPathFullyQualified(source) => File(source),
            var source when !string.IsNullOrEmpty(repository) => new(WithoutSecrets(repository), path ?? source, WebAddress(repository), null),
            var source => new(job.Namespace, path ?? source, null, null),
        };
        return dataset with { Version = input.Digest, Columns = input.Columns };
    }

    /// <summary>A file of this machine.</summary>
    public static OpenLineageDataset File(string path) =>
        new("file", path.Replace('\\', '/'), Uri.TryCreate(path, UriKind.Absolute, out var uri) ? uri : null, null);

    /// <summary>A version of a registered model.</summary>
    public static OpenLineageDataset Of(RecordedModelVersion model, string jobNamespace) =>
        new(jobNamespace, "models:/" + model.Name, null, model.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>An address of the web without names and passwords, or null.</summary>
    public static Uri? WebAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? Bare(uri!) : null;

    private static string WithoutSecrets(string repository) =>
        repository.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(repository, UriKind.Absolute, out var uri) ? Bare(uri).AbsoluteUri : repository;

    // Signed addresses carry secrets in the query, old ones before the host.
    private static Uri Bare(Uri uri) => new(uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));

    private static OpenLineageDataset At(Uri uri)
    {
        if (uri.IsFile && uri.Host.Length == 0)
        {
            return File(uri.LocalPath);
        }

        var bare = Bare(uri);
        var path = Uri.UnescapeDataString(bare.AbsolutePath);
        var key = bare.Scheme is "s3" or "gs" or "http" or "https" ? path.TrimStart('/') : path;
        return new($"{bare.Scheme}://{bare.Authority}", key.Length > 0 ? key : "/", bare, null);
    }
}
