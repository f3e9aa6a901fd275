using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>Writes the members of a value in canonical form. Generated code has one for each <c>[Versioned]</c> type.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="value">The value, not null.</param>
/// <param name="to">Where it goes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void ContentWriting<T>(in T value, ref ContentWriter to);

/// <summary>How a type is hashed: known from the start for scalars, registered by generated code for <c>[Versioned]</c> types.</summary>
internal sealed class ContentType<T>(string schema, ContentWriting<T> write)
{
    private static ContentType<T>? s_known = ScalarContent.Find<T>();

    public string Schema { get; } = schema;

    public ContentWriting<T> Write { get; } = write;

    public static void Set(ContentType<T> type) => Volatile.Write(ref s_known, type);

    public static ContentType<T> Get() => s_known ?? Load();

    /// <summary>A struct can be at hand before any code of its assembly has run, and with it the registration.</summary>
    private static ContentType<T> Load()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(T).Module.ModuleHandle);
        return Volatile.Read(ref s_known) ?? throw new InvalidOperationException(
            $"'{typeof(T)}' has no content hash: put [Versioned] on it, in a project that uses the package MlOps.Generators.");
    }
}
