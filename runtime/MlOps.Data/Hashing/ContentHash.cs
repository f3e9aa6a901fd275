using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlOps;

/// <summary>
/// The content hash of data in memory: of one <see cref="VersionedAttribute">[Versioned]</see> value, or of rows of them, or of
/// plain numbers, texts and dates. The same data gives the same digest on every machine, in every culture and every process.
/// </summary>
/// <remarks>
/// The first 128 bits of SHA-256 over a canonical form that <c>docs/content-hash.md</c> writes down. Nothing is allocated for a
/// row; rows are hashed as they come, however many there are. A digest tells data apart that differ by accident, and to make
/// other data with a given digest is out of reach; two lots of data made on purpose to share a digest cost 2⁶⁴ attempts.
/// </remarks>
public static class ContentHash
{
    /// <summary>The digest of one value.</summary>
    /// <typeparam name="T">A <c>[Versioned]</c> type, or a scalar such as <c>double</c>.</typeparam>
    /// <param name="value">The value; <see langword="null"/> has a digest of its own.</param>
    /// <exception cref="InvalidOperationException">
    /// <typeparamref name="T"/> is not <c>[Versioned]</c>; or an object is of a type derived from the one that was declared,
    /// whose members would be missed; or objects nest without end.
    /// </exception>
    public static ContentDigest Of<T>(T value)
    {
        var type = ContentType<T>.Get();
        var to = ContentWriter.Begin(ContentForm.Value, type.Schema);
        to.Add(type, in value);
        return to.Finish();
    }

    /// <summary>The digest of a text as one value, not as a sequence of characters.</summary>
    /// <param name="text">The text; <see langword="null"/> and the empty text differ.</param>
    [OverloadResolutionPriority(2)]
    public static ContentDigest Of(string? text) => Of<string?>(text);

    /// <summary>The digest of rows, in their order.</summary>
    /// <typeparam name="T">A <c>[Versioned]</c> type, or a scalar such as <c>double</c>.</typeparam>
    /// <param name="rows">The rows. They are enumerated once, here.</param>
    /// <exception cref="InvalidOperationException">As for one value.</exception>
    [OverloadResolutionPriority(1)]
    public static ContentDigest Of<T>(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows switch
        {
            T[] array => Of(new ReadOnlySpan<T>(array)),
            List<T> list => Of<T>(CollectionsMarshal.AsSpan(list)),
            _ => OfEach(rows),
        };
    }

    /// <summary>The digest of rows, in their order: the same as of a list of them.</summary>
    /// <typeparam name="T">A <c>[Versioned]</c> type, or a scalar such as <c>double</c>.</typeparam>
    /// <param name="rows">The rows.</param>
    /// <exception cref="InvalidOperationException">As for one value.</exception>
    [OverloadResolutionPriority(1)]
    public static ContentDigest Of<T>(ReadOnlySpan<T> rows)
    {
        var type = ContentType<T>.Get();
        var to = ContentWriter.Begin(ContentForm.Rows, type.Schema);
        foreach (ref readonly var row in rows)
        {
            to.Add(type, in row);
        }

        return Finish(ref to, rows.Length);
    }

    /// <summary>
    /// The digest of rows that can be read again, or <see langword="null"/> where there are none, or where reading them would use
    /// them up: a query, an iterator, a reader of a file.
    /// </summary>
    /// <typeparam name="T">A <c>[Versioned]</c> type, or a scalar such as <c>double</c>.</typeparam>
    /// <param name="rows">The rows; hashed only if they are a collection, which knows how many it holds.</param>
    /// <exception cref="InvalidOperationException">As for one value.</exception>
    public static ContentDigest? OfCollection<T>(IEnumerable<T>? rows) => rows is (IReadOnlyCollection<T> or ICollection<T>) and not (IReadOnlySet<T> or ISet<T>) ? Of(rows) : null;

    /// <summary>The fingerprint of a type's schema: the names and types of what is hashed. 32 hex digits.</summary>
    /// <typeparam name="T">A <c>[Versioned]</c> type, or a scalar such as <c>double</c>.</typeparam>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not <c>[Versioned]</c>.</exception>
    public static string SchemaOf<T>() => ContentType<T>.Get().Schema;

    /// <summary>Makes a type known. Called by generated code when its assembly is loaded; not meant for user code.</summary>
    /// <typeparam name="T">The <c>[Versioned]</c> type.</typeparam>
    /// <param name="schema">The fingerprint of its schema.</param>
    /// <param name="write">Writes the members of a value that is not null.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Register<T>(string schema, ContentWriting<T> write) => ContentType<T>.Set(new(schema, write));

    private static ContentDigest OfEach<T>(IEnumerable<T> rows)
    {
        var type = ContentType<T>.Get();
        var to = ContentWriter.Begin(ContentForm.Rows, type.Schema);
        var count = 0L;
        foreach (var row in rows)
        {
            to.Add(type, in row);
            count++;
        }

        return Finish(ref to, count);
    }

    private static ContentDigest Finish(ref ContentWriter to, long count)
    {
        to.Add(count);
        return to.Finish();
    }
}
