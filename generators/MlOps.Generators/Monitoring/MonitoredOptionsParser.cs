using System.Globalization;
using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Monitoring;

/// <summary>Reads what <c>[Monitored(…)]</c> says into C#.</summary>
internal static class MonitoredOptionsParser
{
    private const string Name = "Name";

    /// <param name="attribute">The attribute.</param>
    /// <param name="method">The name of the method, which the monitor is called like unless the attribute says otherwise.</param>
    public static MonitoredOptions Parse(AttributeData attribute, string method)
    {
        var said = attribute.NamedArguments.Where(static argument => argument.Value.Value is not null).ToArray();
        var name = said.Where(static argument => argument.Key == Name).Select(static argument => (string?)argument.Value.Value).FirstOrDefault();
        return new(
            name ?? method,
            said.Where(static argument => argument.Key != Name).Select(static argument => new MonitoredSetting(argument.Key, Code(argument.Value.Value!))).ToEquatableArray());
    }

    private static string Code(object value) => value switch
    {
        string text => SourceWriter.Literal(text),
        double.PositiveInfinity => "double.PositiveInfinity", // No limit of time.
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
