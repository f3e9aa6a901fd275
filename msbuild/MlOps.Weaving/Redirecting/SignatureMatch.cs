using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Tells overloads apart: a tracker's <c>Invoke</c> and <c>Body</c> take the receiver, if there is one, and then what the method takes.</summary>
internal sealed class SignatureMatch
{
    private readonly MethodDefinition _method;
    private readonly MethodDefinition _forwarder;

    private SignatureMatch(MethodDefinition method, MethodDefinition forwarder) => (_method, _forwarder) = (method, forwarder);

    public static bool Fits(MethodDefinition method, MethodDefinition forwarder) => new SignatureMatch(method, forwarder).Fits();

    private bool Fits()
    {
        var receivers = _method.HasThis ? 1 : 0;
        return _forwarder.Parameters.Count == _method.Parameters.Count + receivers
            && GenericPosition.Count(_forwarder) == GenericPosition.Count(_method)
            && (receivers == 0 || IsReceiver(_forwarder.Parameters[0].ParameterType))
            && Same(_method.Parameters.Select(TypeOf), _forwarder.Parameters.Skip(receivers).Select(TypeOf))
            && Same(_method.ReturnType, _forwarder.ReturnType);
    }

    // A struct comes by reference, so that the method can change it; or as a copy to an async method, which works on one anyway.
    private bool IsReceiver(TypeReference type) => Same(
        GenericPosition.Self(_method.DeclaringType),
        _method.DeclaringType.IsValueType && type is ByReferenceType reference ? reference.ElementType : type);

    private bool Same(IEnumerable<TypeReference> mine, IEnumerable<TypeReference> its) => mine.Zip(its, Same).All(static same => same);

    private bool Same(TypeReference mine, TypeReference its) => (WithoutModifiers(mine), WithoutModifiers(its)) switch
    {
        (GenericParameter a, GenericParameter b) => GenericPosition.Of(a, _method) == GenericPosition.Of(b, _forwarder),
        (GenericParameter, _) or (_, GenericParameter) => false,
        (GenericInstanceType a, GenericInstanceType b) =>
            Same(a.ElementType, b.ElementType)
            && a.GenericArguments.Count == b.GenericArguments.Count
            && Same(a.GenericArguments, b.GenericArguments),
        (ArrayType a, ArrayType b) => a.Rank == b.Rank && Same(a.ElementType, b.ElementType),
        (FunctionPointerType a, FunctionPointerType b) =>
            a.CallingConvention == b.CallingConvention
            && a.Parameters.Count == b.Parameters.Count
            && Same(a.Parameters.Select(TypeOf), b.Parameters.Select(TypeOf))
            && Same(a.ReturnType, b.ReturnType),
        (TypeSpecification a, TypeSpecification b) => a.GetType() == b.GetType() && Same(a.ElementType, b.ElementType),
        (TypeSpecification, _) or (_, TypeSpecification) => false,
        // Two references may hold types of one name: the assembly is part of it.
        var (a, b) => a == b || (a.FullName == b.FullName && a.Scope?.Name == b.Scope?.Name),
    };

    // `in` and `volatile` put modifiers on virtual members and not on the tracker's.
    private static TypeReference WithoutModifiers(TypeReference type) =>
        type is IModifierType modified ? WithoutModifiers(modified.ElementType) : type;

    private static TypeReference TypeOf(ParameterDefinition parameter) => parameter.ParameterType;
}
