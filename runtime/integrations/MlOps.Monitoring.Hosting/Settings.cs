using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace MlOps.Monitoring.Hosting;

/// <summary>A section of the configuration, read by hand, since a binder would need reflection. No message shows a value: it may be a secret.</summary>
internal sealed class Settings
{
    private readonly IConfigurationSection _section;

    /// <param name="section">The section.</param>
    /// <param name="known">The names that mean something in it.</param>
    /// <exception cref="InvalidOperationException">It has another one, which would be overlooked.</exception>
    public Settings(IConfigurationSection section, params ReadOnlySpan<string> known)
    {
        _section = section;
        foreach (var child in section.GetChildren())
        {
            if (!Contains(known, child.Key))
            {
                throw new InvalidOperationException($"{child.Path} is no setting. Those of {section.Path} are {string.Join(", ", known!)}.");
            }
        }
    }

    public string Path => _section.Path;

    public string? Text(string name) => _section[name] is { Length: > 0 } text ? text : null;

    public string Required(string name) => Text(name) ?? throw new InvalidOperationException($"The setting {_section.Path}:{name} is missing.");

    public int? Count(string name) => Value<int>(name, static (string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0, "a whole number above 0");

    public double? Number(string name) => Value<double>(name, static (string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value), "a number such as 0.3");

    public TimeSpan? Time(string name) => Value<TimeSpan>(name, static (string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value) && value >= TimeSpan.Zero, "a time such as 00:10:00");

    public bool? Flag(string name) => Value<bool>(name, bool.TryParse, "true or false");

    /// <summary>One of a few words, in any case.</summary>
    public T? Word<T>(string name)
        where T : struct, Enum => Value<T>(
            name,
            static (string text, out T value) => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]),
            $"one of {string.Join(", ", Enum.GetNames<T>())}");

    /// <summary>The sections of a list; <see langword="null"/> where there is none.</summary>
    public IReadOnlyList<IConfigurationSection>? List(string name) => _section.GetSection(name).GetChildren().ToArray() is { Length: > 0 } items ? items : null;

    private delegate bool TryRead<T>(string text, out T value);

    private T? Value<T>(string name, TryRead<T> read, string wanted)
        where T : struct => Text(name) is not { } text ? null
        : read(text, out var value) ? value
        : throw new InvalidOperationException($"The setting {_section.Path}:{name} has a value that means nothing. Set it to {wanted}, or leave it out.");

    private static bool Contains(ReadOnlySpan<string> names, string name)
    {
        foreach (var one in names)
        {
            if (one.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
