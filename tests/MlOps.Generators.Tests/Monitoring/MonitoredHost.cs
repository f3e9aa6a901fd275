using Microsoft.CodeAnalysis;
using MlOps.Generators.Monitoring;
using MlOps.Tests.Support;

namespace MlOps.Tests.Monitoring;

/// <summary>What the generator makes of <c>[Monitored]</c> types and methods.</summary>
internal static class MonitoredHost
{
    /// <summary>Runs the generators; the generated code must compile without an error or a warning.</summary>
    public static GeneratorRunResult Run(params string[] sources)
    {
        var driver = GeneratorHost.Driver().RunGeneratorsAndUpdateCompilation(GeneratorHost.Compile(sources), out var compilation, out _, TestContext.Current.CancellationToken);
        GeneratorHost.AssertCompiles(compilation);
        return Of(driver);
    }

    public static GeneratorRunResult Of(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single(static result => result.Generator.GetGeneratorType() == typeof(MonitoredGenerator));
}
