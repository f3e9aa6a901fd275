namespace MlOps.Data.Config;

/// <summary>Changes one level of the settings, and refuses what DVC would refuse to read afterwards.</summary>
internal sealed class ConfigEditor
{
    private readonly string? _dvcFolder;
    private readonly ConfigText _before;
    private readonly string _currentFolder;
    private ConfigText _text;

    /// <exception cref="InvalidOperationException">The level needs a repository, and there is none.</exception>
    public ConfigEditor(string? dvcFolder, ConfigLevel level, string currentFolder)
    {
        File = ConfigFiles.Of(level, dvcFolder)
            ?? throw new InvalidOperationException("no folder .dvc here or above: run 'mlops data init', or use --global or --system.");
        _dvcFolder = dvcFolder;
        _currentFolder = currentFolder;
        _text = _before = DvcConfig.ReadText(File);
    }

    public string File { get; }

    public bool Has(string section) => _text[section] is not null;

    /// <summary>The value as it is written there.</summary>
    public string? Get(string section, string key) => _text[section]?[key]?.Value;

    /// <exception cref="ArgumentException">There is no such setting, or it cannot have this value.</exception>
    public void Set(string section, string key, string value)
    {
        var url = key == "url" ? value : Get(section, "url") ?? DvcConfig.Read(_dvcFolder)[section, "url"];
        if (ConfigSchema.Problem(section, key, value, url) is { } problem)
        {
            throw new ArgumentException(problem);
        }

        _text = _text.With(section, key, ConfigPaths.IsPath(section, key) ? ConfigPaths.Relative(File, value, _currentFolder) : value);
    }

    /// <exception cref="InvalidOperationException">It is not set in this file.</exception>
    public void Unset(string section, string key)
    {
        if (Get(section, key) is null)
        {
            throw new InvalidOperationException($"'{key}' is not set in section '{section}' of '{File}'.");
        }

        _text = _text.Without(section, key);
    }

    public void Remove(string section) => _text = _text.Without(section);

    public void Rename(string section, string name) => _text = _text.WithName(section, name);

    /// <summary>Writes the file, unless it says the same already.</summary>
    public void Save()
    {
        if (!ReferenceEquals(_text, _before) && _text.ToString() != _before.ToString())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            AtomicFile.Write(File, _text.ToString());
        }
    }
}
