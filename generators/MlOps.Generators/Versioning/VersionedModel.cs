using MlOps.Generators.Shared;

namespace MlOps.Generators.Versioning;

/// <summary>Everything that the code for one <c>[Versioned]</c> type depends on: text and enums only, compared by value.</summary>
internal sealed record VersionedModel(
    string HintName,
    string? Namespace,
    string ClassName,
    string DisplayName,
    string Type,
    string Schema,
    string SchemaText,
    EquatableArray<VersionedMember> Members);

/// <summary>A member that is hashed, and how.</summary>
internal sealed record VersionedMember(string Name, ContentShape Shape);
