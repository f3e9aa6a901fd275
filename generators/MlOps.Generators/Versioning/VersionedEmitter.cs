using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Versioning;

/// <summary>Writes the class that hashes the content of one <c>[Versioned]</c> type, as a person would write it.</summary>
internal static class VersionedEmitter
{
    public static void Emit(SourceProductionContext output, VersionedModel model) => output.AddSource(model.HintName, Write(model));

    internal static string Write(VersionedModel model)
    {
        var writer = GeneratedFile.Begin(model.Namespace)
            .Line($"/// <summary>The content of <c>{model.DisplayName}</c>, by which <c>ContentHash.Of</c> hashes it: its members by name.</summary>")
            .Line($"/// <remarks><c>{model.SchemaText}</c></remarks>")
            .TypeAttributes();
        using (writer.Block($"internal static class {model.ClassName}"))
        {
            writer
                .Line("/// <summary>Changes when a member comes, goes, or changes its name or type.</summary>")
                .Line($"public const string Schema = {SourceWriter.Literal(model.Schema)};")
                .Line()
                .Line("[global::System.Runtime.CompilerServices.ModuleInitializer]")
                .Line($"internal static void Register() => global::MlOps.ContentHash.Register<{model.Type}>(Schema, Write);")
                .Line();
            using (writer.Block($"private static void Write(in {model.Type} value, ref global::MlOps.ContentWriter to)"))
            {
                var values = new ContentStatements(writer);
                var followsBlock = false;
                foreach (var member in model.Members)
                {
                    if (followsBlock)
                    {
                        writer.Line();
                    }

                    values.Write(member);
                    followsBlock = member.Shape is not (ContentShape.Scalar or ContentShape.Versioned);
                }
            }
        }

        return writer.ToString();
    }
}
