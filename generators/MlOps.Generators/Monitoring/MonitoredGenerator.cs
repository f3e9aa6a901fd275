using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Monitoring;

/// <summary>Writes, for every <c>[Monitored]</c> type, the class that reads its columns, and for every such method the one that watches its calls.</summary>
[Generator]
public sealed class MonitoredGenerator : IIncrementalGenerator
{
    /// <summary>Names of the pipeline's steps, for tests of what an edit re-runs.</summary>
    internal static class Steps
    {
        public const string Types = "MonitoredTypes";
        public const string TypeDiagnostics = "MonitoredTypeDiagnostics";
        public const string Methods = "MonitoredMethods";
        public const string MethodDiagnostics = "MonitoredMethodDiagnostics";
        public const string Module = "MonitoredModule";
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var (types, typeDiagnostics) = context.ForAttribute(KnownNames.Monitored, MonitoredParser.ParseType, Steps.Types, Steps.TypeDiagnostics);
        var (methods, methodDiagnostics) = context.ForAttribute(KnownNames.Monitored, MonitoredMethodParser.Parse, Steps.Methods, Steps.MethodDiagnostics);

        // One class an assembly, however many methods: it says at run time when the build left the assembly unwoven.
        var isMonitored = methods.Collect().Select(static (all, _) => all.Length > 0).WithTrackingName(Steps.Module);
        var assembly = context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "");

        context.RegisterSourceOutput(types, MonitoredTypeEmitter.Emit);
        context.RegisterSourceOutput(methods, MonitoredMethodEmitter.Emit);
        context.RegisterSourceOutput(isMonitored.Combine(assembly), static (output, source) =>
        {
            if (source.Left)
            {
                ModuleEmitter.Emit(output, "MonitoredModule", "monitored", "global::MlOps.Monitoring.Monitors", source.Right);
            }
        });
        context.Report(typeDiagnostics);
        context.Report(methodDiagnostics);
    }
}
