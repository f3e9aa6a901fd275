namespace MlOps;

/// <summary>What is said of a model that a run logs. All of it may be left out.</summary>
public sealed record ModelOptions
{
    /// <summary>The file of a folder that holds the model itself, from the folder on; left out, the one ONNX file, or the only file.</summary>
    public string? Data { get; init; }

    /// <summary>What the model takes and gives; left out, what an ONNX model says itself.</summary>
    public ModelSignature? Signature { get; init; }

    /// <summary>Something that the model can be given.</summary>
    public ModelInputExample? InputExample { get; init; }

    /// <summary>
    /// The profile of what the model was trained on, such as <c>Datasets.Iris.Profile</c>: the path of a file, which is kept with the model as
    /// <c>reference.profile</c>, so that whoever has the model can tell whether data have drifted.
    /// </summary>
    public string? ReferenceProfile { get; init; }

    /// <summary>The type of .NET that loads and runs the model, for programs that want to.</summary>
    public Type? EntryType { get; init; }

    /// <summary>Facts about the model that are kept with it, and stay with it wherever it goes.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The description of the version that is registered.</summary>
    public string Description { get; init; } = "";

    /// <summary>The aliases that point at the version that is registered from then on, such as <c>champion</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The tags of the version that is registered.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
