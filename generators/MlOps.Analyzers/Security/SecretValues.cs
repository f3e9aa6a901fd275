using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Security;

/// <summary>Tells values that are secrets by where they come from.</summary>
internal static class SecretValues
{
    // A field that is made of a field that is made of a secret.
    private const int MaxDepth = 8;

    /// <summary>Whether a value is, or has in it, a secret that can be read.</summary>
    /// <param name="value">The value.</param>
    /// <param name="words">Words that name secrets.</param>
    /// <param name="keyIsSecret">Whether it is given a name that says it is one: then it is enough that nothing speaks against it.</param>
    public static bool Find(IOperation value, ImmutableHashSet<string> words, bool keyIsSecret = false) => Find(value, words, keyIsSecret, depth: 0);

    private static bool Find(IOperation value, ImmutableHashSet<string> words, bool keyIsSecret, int depth)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return depth < MaxDepth && value switch
        {
            { Type: { } type } when !SecretNames.CanHold(type) => false,
            { ConstantValue: { HasValue: true, Value: string text } } when ConnectionText.HasPassword(text) => true,
            IInterpolatedStringOperation text => text.Parts.OfType<IInterpolationOperation>().Any(part => IsPart(part.Expression)),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } text => IsPart(text.LeftOperand) || IsPart(text.RightOperand),
            ILocalReferenceOperation local when SecretNames.IsMasked(local.Local.Name) => false,
            ILocalReferenceOperation local when SecretNames.IsSecret(local.Local.Name, words, orAlone: false) && !IsConstant(local) => ValueFlow.OriginsOf(local).Any(static origin => !IsHarmless(origin)),
            _ => ValueFlow.OriginsOf(value).Any(origin => IsSecret(origin, words, depth) || (keyIsSecret && !IsHarmless(origin))),
        };

        bool IsPart(IOperation part) => Find(part, words, keyIsSecret: false, depth + 1);
    }

    private static bool IsConstant(IOperation value) => value.ConstantValue.HasValue;

    private static bool IsSecret(IOperation origin, ImmutableHashSet<string> words, int depth) => origin switch
    {
        IParameterReferenceOperation parameter => SecretNames.IsSecret(parameter.Parameter.Name, words, orAlone: false),
        _ when ConfigurationKeys.Of(origin) is { } key => SecretNames.IsSecretKey(key, words),
        { ConstantValue: { HasValue: true, Value: string text } } => ConnectionText.HasPassword(text),
        IMemberReferenceOperation member and (IPropertyReferenceOperation or IFieldReferenceOperation) =>
            SecretNames.IsSecret(member.Member.Name, words) || (!SecretNames.IsMasked(member.Member.Name) && member.MadeWith() is { } initializer && Find(initializer, words, keyIsSecret: false, depth + 1)),
        IInvocationOperation { TargetMethod.Name: "GetConnectionString" } call => call.TargetMethod.ContainingType.Name == "ConfigurationExtensions",
        IInvocationOperation { TargetMethod.Name: "GetEnvironmentVariable" or "GetValue" } call => call.Arguments.Any(argument =>
            argument.Value.ConstantValue.Value is string key && SecretNames.IsSecretKey(key, words)),
        IInvocationOperation { Instance: { } text } call when IsText(text) && Hands(call) => Find(text, words, keyIsSecret: false, depth + 1),
        IConditionalAccessOperation { Operation: var text, WhenNotNull: IInvocationOperation call } when IsText(text) && Hands(call) => Find(text, words, keyIsSecret: false, depth + 1),
        IInvocationOperation { TargetMethod: { Name: "Format" or "Concat" or "Join", ContainingType.SpecialType: SpecialType.System_String } } call =>
            call.Arguments.SelectMany(static argument => ElementsOf(argument.Value)).Any(part => Find(part, words, keyIsSecret: false, depth + 1)),
        IInvocationOperation { TargetMethod: { Name: "Serialize" or "SerializeObject", ContainingType.Name: "JsonSerializer" or "JsonConvert" } } call => HoldsSecret(call, words),
        IInvocationOperation call => SecretNames.IsSecret(call.TargetMethod.Name, words),
        _ => false,
    };

    private static bool IsText(IOperation value) => value.Type?.SpecialType == SpecialType.System_String;

    private static IEnumerable<IOperation> ElementsOf(IOperation value) => value switch
    {
        IConversionOperation conversion => ElementsOf(conversion.Operand),
        IArrayCreationOperation { Initializer: { } elements } => elements.ElementValues,
        ICollectionExpressionOperation collection => collection.Elements,
        _ => [value],
    };

    /// <summary>Whether what is written as JSON has a member that is a secret, and is written.</summary>
    private static bool HoldsSecret(IInvocationOperation call, ImmutableHashSet<string> words)
    {
        var value = call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value;
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value?.Type is { } type && ReadableMembers.AreWorthReading(type) && ReadableMembers.Of(type).Any(member =>
            SecretNames.IsSecret(member.Name, words, orAlone: false) && SecretNames.CanHold(member.Type)
            && !member.Symbol.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "JsonIgnoreAttribute"));
    }

    /// <summary>Constants, what a branch gives instead, and what was masked, counted or compared on the way.</summary>
    private static bool IsHarmless(IOperation origin) =>
        (IsConstant(origin) && origin is not IFieldReferenceOperation)
        || origin is IBinaryOperation or IInterpolatedStringOperation or IDefaultValueOperation or IObjectCreationOperation or IRangeOperation
        || (origin is IPropertyReferenceOperation { Property.Type.SpecialType: not SpecialType.System_String } property && !SecretNames.CanHold(property.Property.Type))
        || (origin is IInvocationOperation call && (SecretNames.IsMasked(call.TargetMethod.Name) || !Hands(call)));

    /// <summary>Whether a call gives all of a text: <c>Trim</c> does, and <c>Substring</c> does not.</summary>
    private static bool Hands(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.SpecialType != SpecialType.System_String || call.TargetMethod.Name is "Trim" or "ToString" or "TrimEnd" or "TrimStart" or "ToLowerInvariant" or "ToUpperInvariant";
}
