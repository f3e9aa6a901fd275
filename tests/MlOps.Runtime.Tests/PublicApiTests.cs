using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Data;
using MlOps.Data.Azure;
using MlOps.Data.Ssh;
using MlOps.MLflow;
using MlOps.Monitoring;
using MlOps.Monitoring.Parquet;
using PublicApiGenerator;

namespace MlOps.Tests;

/// <summary>
/// The public surface changes on purpose only: its text is committed, and a change shows in review. (That of the packages for ASP.NET Core and ML.NET is
/// with their tests: here <c>mlops</c> runs beside the tests, without these frameworks.)
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Assemblies => ["MlOps.Abstractions", "MlOps.Tracking", "MlOps.Data", "MlOps.Data.Azure", "MlOps.Data.Parquet", "MlOps.Data.Ssh", "MlOps.MLflow", "MlOps.MLflow.Hosting", "MlOps.Monitoring", "MlOps.Monitoring.Parquet", "MlOps.Silicon"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void ThePublicApiIsTheCommittedOne(string name)
    {
        Assembly[] known =
        [
            typeof(TrackedAttribute).Assembly, typeof(Run).Assembly, typeof(DvcCache).Assembly, typeof(AzureRemotes).Assembly, typeof(ParquetFields).Assembly, typeof(SshRemotes).Assembly,
            typeof(SiliconInfo).Assembly, typeof(MlflowClient).Assembly, typeof(MlflowServiceCollectionExtensions).Assembly,
            typeof(DriftDetector).Assembly, typeof(ParquetTableFile).Assembly,
        ];
        var text = known.Single(assembly => assembly.GetName().Name == name).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        Golden.Match(Repository.PathOf("tests", "MlOps.Runtime.Tests", "PublicApi", name + ".txt"), text.ReplaceLineEndings("\n").TrimEnd() + "\n");
    }
}
