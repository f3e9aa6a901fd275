using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MlOps.Store;

namespace MlOps.Cli.Doctor;

/// <summary>Tells from an assembly file, without loading it, whether its tracked methods are recorded.</summary>
internal static class WeavingState
{
    private const string Name = "weaving";
    private const string NotDotNet = "it is no .NET assembly";
    private const byte LoadTrue = 0x17; // ldc.i4.1

    public static HealthCheck Check(string assembly)
    {
        if (!File.Exists(assembly))
        {
            return NoAssembly(assembly, "there is no such file");
        }

        try
        {
            using var file = new PEReader(File.OpenRead(assembly));
            if (!file.HasMetadata)
            {
                return NoAssembly(assembly, NotDotNet);
            }

            var metadata = file.GetMetadataReader();
            return IsWoven(file, metadata) switch
            {
                true => new(Name, true, $"'{assembly}' is woven: its tracked methods are recorded"),
                false => new(Name, false, $"'{assembly}' has tracked methods, but is not woven", "Build it with 'dotnet build' and the package MlOps.Generators, without MlOpsWeave=false."),
                null => new(Name, false, $"'{assembly}' has no tracked methods", "Put [Tracked] on the method that trains, in a project with the package MlOps.Generators."),
            };
        }
        catch (BadImageFormatException)
        {
            return NoAssembly(assembly, NotDotNet);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return NoAssembly(assembly, fault.Message);
        }
    }

    private static HealthCheck NoAssembly(string assembly, string why) =>
        new(Name, false, $"'{assembly}' cannot be looked into: {why}", "Name the assembly of your program, such as bin/Debug/net10.0/App.dll.");

    /// <summary>The generated class with [TracksModule] has a method whose body the build replaces with "return true".</summary>
    private static bool? IsWoven(PEReader file, MetadataReader metadata)
    {
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            if (type.GetCustomAttributes().Any(handle => NameOf(metadata, metadata.GetCustomAttribute(handle)) == "TracksModuleAttribute"))
            {
                var flag = type.GetMethods().Select(metadata.GetMethodDefinition).FirstOrDefault(method => metadata.GetString(method.Name) == "IsWoven");
                return flag.RelativeVirtualAddress != 0 && file.GetMethodBody(flag.RelativeVirtualAddress).GetILBytes()?.Contains(LoadTrue) == true;
            }
        }

        return null;
    }

    private static string? NameOf(MetadataReader metadata, CustomAttribute attribute) => attribute.Constructor.Kind switch
    {
        HandleKind.MemberReference when metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent =>
            metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name),
        HandleKind.MethodDefinition => metadata.GetString(metadata.GetTypeDefinition(
            metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()).Name),
        _ => null,
    };
}
