using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Monitoring.MLNet;
using MlOps.Tests;
using PublicApiGenerator;

namespace MlOps.Monitoring.Tests;

/// <summary>The public surface of the packages for ASP.NET Core and ML.NET; that of all others is with the tests of the runtime.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Assemblies => ["MlOps.Monitoring.Hosting", "MlOps.Monitoring.MLNet"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void ThePublicApiIsTheCommittedOne(string name)
    {
        Assembly[] known = [typeof(MonitorServiceCollectionExtensions).Assembly, typeof(DataViewTable).Assembly];
        var text = known.Single(assembly => assembly.GetName().Name == name).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        Golden.Match(Repository.PathOf("tests", "MlOps.Monitoring.Tests", "PublicApi", name + ".txt"), text.ReplaceLineEndings("\n").TrimEnd() + "\n");
    }
}
