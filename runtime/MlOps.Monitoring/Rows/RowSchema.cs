using System.ComponentModel;

namespace MlOps.Monitoring;

/// <summary>Hands the values of a row to a writer, in the order of its columns.</summary>
/// <param name="row">The row.</param>
/// <param name="to">Takes its values.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void RowReader<TRow>(in TRow row, ref RowWriter to);

/// <summary>The columns of the <c>[Monitored]</c> types of a program, which their generated code registers before any other code runs.</summary>
public static class RowSchema
{
    /// <summary>Registers a type. Generated code does.</summary>
    /// <param name="columns">Its columns.</param>
    /// <param name="read">Reads their values.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Register<TRow>(IReadOnlyList<RowColumn> columns, RowReader<TRow> read) => RowSchema<TRow>.Registered = new(columns, read);

    /// <summary>The columns of a <c>[Monitored]</c> type.</summary>
    /// <exception cref="InvalidOperationException">The type is not one.</exception>
    public static IReadOnlyList<RowColumn> ColumnsOf<TRow>() => RowSchema<TRow>.Current.Columns;
}

/// <summary>How rows of a type are read.</summary>
internal sealed class RowSchema<TRow>(IReadOnlyList<RowColumn> columns, RowReader<TRow> read)
{
    public static RowSchema<TRow>? Registered { get; set; }

    public static RowSchema<TRow> Current
    {
        get
        {
            // A struct's own module may not have run any code yet: its initializer is what registers.
            if (Registered is null)
            {
                System.Runtime.CompilerServices.RuntimeHelpers.RunModuleConstructor(typeof(TRow).Module.ModuleHandle);
            }

            return Registered ?? throw new InvalidOperationException($"'{typeof(TRow)}' is not [Monitored]. Put [MlOps.Monitored] on it, so that the compiler writes what reads its columns.");
        }
    }

    public IReadOnlyList<RowColumn> Columns { get; } = columns;

    public RowReader<TRow> Read { get; } = read;
}
