using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>The signature of a tracked method as its tracker repeats it.</summary>
/// <param name="Receiver">What an instance method is called on.</param>
/// <param name="Parameters">Its parameters, but for the receiver.</param>
/// <param name="TypeParameters"><c>&lt;T, TModel&gt;</c>, or nothing: the type parameters of the types around it, then its own.</param>
/// <param name="TypeArguments">The same, as they are passed on.</param>
/// <param name="Constraints">The <c>where</c> clauses of these.</param>
/// <param name="Attributes">What must be said above whatever calls the method.</param>
/// <param name="Returns">What kind of thing it returns.</param>
/// <param name="ReturnType">With <c>ref</c> where it returns by reference.</param>
/// <param name="TaskType">The return type when it is a task that is there.</param>
/// <param name="ResultType">What a caller gets in the end: the <c>T</c> of a task.</param>
/// <param name="ResultIsOrdinary">Whether the result may be a type argument; a span or a pointer may not.</param>
/// <param name="IsAsync">Whether it is written with <c>async</c>.</param>
/// <param name="IsUnsafe">Whether pointers occur in it.</param>
internal sealed record TrackedSignature(
    ParameterModel? Receiver,
    EquatableArray<ParameterModel> Parameters,
    string TypeParameters,
    string TypeArguments,
    EquatableArray<string> Constraints,
    EquatableArray<string> Attributes,
    ReturnShape Returns,
    string ReturnType,
    string TaskType,
    string? ResultType,
    bool ResultIsOrdinary,
    bool IsAsync,
    bool IsUnsafe)
{
    private static readonly SymbolDisplayFormat s_typeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <param name="method">The method.</param>
    /// <param name="isAsync">Whether it is written with <c>async</c>.</param>
    /// <param name="isInside">Whether the tracker stands inside the type of the method, and so has its type parameters already.</param>
    /// <param name="names">What the tracker calls the parameters.</param>
    public static TrackedSignature Of(IMethodSymbol method, bool isAsync, bool isInside, Func<IParameterSymbol, string> names)
    {
        var typeParameters = TypeParametersOf(method, isInside).ToArray();
        var (shape, result) = Shape(method);
        var returnType = method.ReturnType.ToDisplayString(s_typeFormat);
        var prefix = method.ReturnsByRef ? "ref " : method.ReturnsByRefReadonly ? "ref readonly " : "";
        return new TrackedSignature(
            ReceiverOf(method, isAsync),
            method.Parameters.Select(parameter => ToModel(parameter, names(parameter))).ToEquatableArray(),
            List(typeParameters.Select(static type => TrimmingAttributes.Of(type) + Names.ToIdentifier(type.Name))),
            List(typeParameters.Select(static type => Names.ToIdentifier(type.Name))),
            typeParameters.Select(Constraint).OfType<string>().ToEquatableArray(),
            TrimmingAttributes.OfMethod(method).ToEquatableArray(),
            shape,
            prefix + returnType,
            returnType.TrimEnd('?'),
            ReferenceEquals(result, method.ReturnType) ? returnType : result?.ToDisplayString(s_typeFormat),
            result is not null && !LivesOnStack(result),
            isAsync,
            method.Parameters.Select(static parameter => parameter.Type).Append(method.ReturnType).Any(HasPointer));
    }

    /// <summary>Type parameters in the order of metadata: of the types around the method, of the methods around a local function, its own.</summary>
    public static IEnumerable<ITypeParameterSymbol> TypeParametersOf(IMethodSymbol method, bool isInside = false)
    {
        var around = new Stack<ITypeParameterSymbol[]>();
        for (ISymbol? symbol = method; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingSymbol)
        {
            switch (symbol)
            {
                case IMethodSymbol outer:
                    around.Push([.. outer.TypeParameters]);
                    break;
                case INamedTypeSymbol type when !isInside:
                    around.Push([.. type.TypeParameters]);
                    break;
                default:
                    break;
            }
        }

        return around.SelectMany(static parameters => parameters);
    }

    /// <summary>Whether a type may live on the stack only: spans and other ref structs, pointers, and type parameters that allow these.</summary>
    public static bool LivesOnStack(ITypeSymbol type) => type.IsRefLikeType || HasPointer(type) || type is ITypeParameterSymbol { AllowsRefLikeType: true };

    private static string List(IEnumerable<string> typeParameters)
    {
        var list = string.Join(", ", typeParameters);
        return list.Length == 0 ? "" : $"<{list}>";
    }

    private static ParameterModel? ReceiverOf(IMethodSymbol method, bool isAsync)
    {
        if (method.IsStatic)
        {
            return null;
        }

        const string Name = "self";
        var type = method.ContainingType.ToDisplayString(s_typeFormat);
        if (!method.ContainingType.IsValueType || isAsync)
        {
            return new(type, Name, $"{type} {Name}", Name); // An async method of a struct works on a copy, as C# has it.
        }

        var reference = method.IsReadOnly || method.ContainingType.IsReadOnly ? "in" : "ref";
        var scope = method.ContainingType.IsRefLikeType ? "scoped " : "";
        return new(type, Name, $"{scope}{reference} {type} {Name}", $"{reference} {Name}");
    }

    private static ParameterModel ToModel(IParameterSymbol parameter, string name)
    {
        var (declared, passed) = parameter.RefKind switch
        {
            RefKind.Ref => ("ref ", "ref "),
            RefKind.Out => ("out ", "out "),
            RefKind.In => ("in ", "in "),
            RefKind.RefReadOnlyParameter => ("ref readonly ", "in "),
            _ => ("", ""),
        };
        var scope = parameter.ScopedKind != ScopedKind.None && parameter.RefKind != RefKind.Out ? "scoped " : "";
        var type = parameter.Type.ToDisplayString(s_typeFormat);
        return new(type, name, $"{TrimmingAttributes.Of(parameter)}{scope}{declared}{type} {name}", passed + name);
    }

    private static (ReturnShape Shape, ITypeSymbol? Result) Shape(IMethodSymbol method)
    {
        var type = method.ReturnType;
        if (method.ReturnsVoid)
        {
            return (ReturnShape.Nothing, null);
        }

        if (type is INamedTypeSymbol task && Trackability.IsTask(task))
        {
            return task.IsGenericType
                ? (task.IsValueType ? ReturnShape.ValueTaskOfValue : ReturnShape.TaskOfValue, task.TypeArguments[0])
                : (task.IsValueType ? ReturnShape.ValueTask : ReturnShape.Task, null);
        }

        return (method.ReturnsByRef || method.ReturnsByRefReadonly ? ReturnShape.Reference : ReturnShape.Value, type);
    }

    private static string? Constraint(ITypeParameterSymbol type)
    {
        var parts = new List<string>();
        if (type.HasUnmanagedTypeConstraint)
        {
            parts.Add("unmanaged");
        }
        else if (type.HasValueTypeConstraint)
        {
            parts.Add("struct");
        }
        else if (type.HasReferenceTypeConstraint)
        {
            parts.Add(type.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class");
        }
        else if (type.HasNotNullConstraint)
        {
            parts.Add("notnull");
        }

        parts.AddRange(type.ConstraintTypes.Select(static constraint => constraint.ToDisplayString(s_typeFormat)));
        if (type is { HasConstructorConstraint: true, HasValueTypeConstraint: false })
        {
            parts.Add("new()");
        }

        if (type.AllowsRefLikeType)
        {
            parts.Add("allows ref struct");
        }

        return parts.Count == 0 ? null : $"where {Names.ToIdentifier(type.Name)} : {string.Join(", ", parts)}";
    }

    private static bool HasPointer(ITypeSymbol type) => type switch
    {
        IPointerTypeSymbol or IFunctionPointerTypeSymbol => true,
        IArrayTypeSymbol array => HasPointer(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(HasPointer),
        _ => false,
    };
}

/// <summary>A parameter of the tracker.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Declared">As its own methods declare it: <c>ref int count</c>.</param>
/// <param name="Passed">As it is passed on: <c>ref count</c>.</param>
internal sealed record ParameterModel(string Type, string Name, string Declared, string Passed);

internal enum ReturnShape
{
    Nothing,
    Value,
    Reference,
    Task,
    TaskOfValue,
    ValueTask,
    ValueTaskOfValue,
}
