namespace MlOps.Analyzers.Frameworks;

/// <summary>One row of <see cref="FrameworkTable"/>.</summary>
/// <param name="Type">The metadata name of the type that declares the member, or of a base type or interface of it.</param>
/// <param name="Name">The member; <c>.ctor</c> for constructors, <c>*</c> for every method.</param>
/// <param name="Role">What it does.</param>
/// <param name="Data">The parameter that gets the data; null for the first that is an <c>IDataView</c>.</param>
/// <param name="OnlyWith">The parameter without which, or with the default of which, it does not do so; null for none.</param>
internal sealed record KnownMember(string Type, string Name, MemberRole Role, string? Data = null, string? OnlyWith = null);
