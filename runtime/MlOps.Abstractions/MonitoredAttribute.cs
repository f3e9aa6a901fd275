namespace MlOps;

/// <summary>
/// On a record, class or struct: its members are the columns of rows that a <c>Monitor&lt;TRow&gt;</c> watches. On a method that predicts: each
/// call is such a row, made of its arguments and its result, and goes to a monitor of the method's own. The method itself stays as it is;
/// the build points callers at the watched version.
/// </summary>
/// <remarks>
/// Numbers, <c>bool</c>, <c>char</c>, enums, strings, <c>TimeSpan</c> and nullable ones of these are columns, named like the member in snake_case; what is in a
/// record within a row is called <c>home.city</c>. A row is kept for the length of a window, then only a summary of it.
/// </remarks>
/// <example>
/// <code>
/// [Monitored(Reference = "iris.profile")]
/// public static string Predict(Flower flower) => …;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Method, Inherited = false)]
public sealed class MonitoredAttribute : Attribute
{
    /// <summary>On a method: what its monitor is called. Left out: <c>Namespace.Type.Method</c>.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// On a method: the file of the reference profile that windows are compared with, as <c>mlops profile</c> writes it; beside the program, unless the path is
    /// a full one. Left out: windows are summarised and not compared.
    /// </summary>
    public string? Reference { get; set; }

    /// <summary>On a method: the number of rows in a window; 1,000 unless said otherwise.</summary>
    public int Rows { get; set; } = 1000;

    /// <summary>On a method: the most minutes that a window lasts, however few rows it has then; 60 unless said otherwise, <c>double.PositiveInfinity</c> for no limit.</summary>
    public double Minutes { get; set; } = 60;
}
