using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;

namespace MlOps.Analyzers.Security;

/// <summary>Tells values that are secrets by where they come from.</summary>
internal static class SecretValues
{
    /// <summary>Whether a value is, or has in it, a secret that can be read.</summary>
    /// <param name="value">The value.</param>
    /// <param name="words">Words that name secrets.</param>
    /// <param name="keyIsSecret">Whether it is given a name that says it is one: then it is enough that nothing speaks against it.</param>
    public static bool Find(IOperation value, ImmutableHashSet<string> words, bool keyIsSecret = false)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value switch
        {
            { Type: { } type } when !SecretNames.CanHold(type) => false,
            IInterpolatedStringOperation text => text.Parts.OfType<IInterpolationOperation>().Any(part => Find(part.Expression, words)),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } text => Find(text.LeftOperand, words) || Find(text.RightOperand, words),
            ILocalReferenceOperation local when SecretNames.IsMasked(local.Local.Name) => false,
            ILocalReferenceOperation local when SecretNames.IsSecret(local.Local.Name, words, orAlone: false) && !IsConstant(local) => ValueFlow.OriginsOf(local).Any(static origin => !IsHarmless(origin)),
            _ => ValueFlow.OriginsOf(value).Any(origin => IsSecret(origin, words) || (keyIsSecret && !IsHarmless(origin))),
        };
    }

    private static bool IsConstant(IOperation value) => value.ConstantValue.HasValue;

    private static bool IsSecret(IOperation origin, ImmutableHashSet<string> words) => origin switch
    {
        IParameterReferenceOperation parameter => SecretNames.IsSecret(parameter.Parameter.Name, words, orAlone: false),
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments.Length: 1 } indexer =>
            indexer.Arguments[0].Value.ConstantValue.Value is string key && IsConfiguration(indexer.Instance?.Type) && SecretNames.IsSecretKey(key, words),
        IMemberReferenceOperation member and (IPropertyReferenceOperation or IFieldReferenceOperation) => SecretNames.IsSecret(member.Member.Name, words),
        IInvocationOperation { TargetMethod.Name: "GetConnectionString" } call => call.TargetMethod.ContainingType.Name == "ConfigurationExtensions",
        IInvocationOperation { TargetMethod.Name: "GetEnvironmentVariable" or "GetValue" } call => call.Arguments.Any(argument =>
            argument.Value.ConstantValue.Value is string key && SecretNames.IsSecretKey(key, words)),
        IInvocationOperation call => SecretNames.IsSecret(call.TargetMethod.Name, words),
        _ => false,
    };

    /// <summary>Constants, what a branch gives instead, and what was masked, counted or compared on the way.</summary>
    private static bool IsHarmless(IOperation origin) =>
        (IsConstant(origin) && origin is not IFieldReferenceOperation)
        || origin is IBinaryOperation or IInterpolatedStringOperation or IDefaultValueOperation or IObjectCreationOperation or IRangeOperation
        || (origin is IPropertyReferenceOperation { Property.Type.SpecialType: not SpecialType.System_String } property && !SecretNames.CanHold(property.Property.Type))
        || (origin is IInvocationOperation call && (SecretNames.IsMasked(call.TargetMethod.Name) || !Hands(call)));

    /// <summary>Whether a call gives all of a text: <c>Trim</c> does, and <c>Substring</c> does not.</summary>
    private static bool Hands(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.SpecialType != SpecialType.System_String || call.TargetMethod.Name is "Trim" or "TrimEnd" or "TrimStart" or "ToLowerInvariant" or "ToUpperInvariant";

    private static bool IsConfiguration(ITypeSymbol? type) =>
        type is { Name: "IConfiguration" or "IConfigurationRoot" or "IConfigurationSection" or "ConfigurationManager" }
        || type?.AllInterfaces.Any(static face => face.Name == "IConfiguration") == true;
}
