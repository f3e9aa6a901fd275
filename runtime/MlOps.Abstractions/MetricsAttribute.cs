namespace MlOps;

/// <summary>
/// Makes every number of a record, struct or class a metric: <c>run.Log(in values, step)</c> then writes all of them at once, with
/// one time stamp, without reflection, boxing or allocation.
/// </summary>
/// <remarks>
/// Public readable numeric properties and fields count, under their names in snake_case (<c>ValLoss</c> is <c>val_loss</c>);
/// <see cref="ParamAttribute">[Param]</see> renames one and <see cref="NotLoggedAttribute">[NotLogged]</see> leaves one out. A nullable
/// number is written when it has a value.
/// </remarks>
/// <example>
/// <code>
/// [Metrics]
/// public readonly record struct Epoch(double Loss, double Accuracy);
///
/// Run.Current.Log(new Epoch(loss, accuracy), step: epoch);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class MetricsAttribute : Attribute;
