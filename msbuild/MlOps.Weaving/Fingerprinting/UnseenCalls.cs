using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>
/// Calls that go on where no fingerprint can follow: what runs then is decided at run time, or is not IL. Attributes are
/// among it: code that reads them does something else when they change.
/// </summary>
internal static class UnseenCalls
{
    /// <summary>What an instruction does that cannot be followed, as users know it; <see langword="null"/> for all others.</summary>
    public static string? Of(Instruction instruction) => instruction switch
    {
        { OpCode.Code: Code.Calli } => "function pointer",
        { Operand: MethodReference { DeclaringType: GenericInstanceType { ElementType: { Name: "Expression`1", Namespace: "System.Linq.Expressions" } }, Name: "Compile" } } =>
            "System.Linq.Expressions.Expression.Compile",
        { Operand: MethodReference { DeclaringType: not TypeSpecification } called } when IsUnseen(called) =>
            called.DeclaringType.FullName == "Microsoft.CSharp.RuntimeBinder.Binder" ? "dynamic" : $"{called.DeclaringType.FullName}.{NameOf(called)}",
        _ => null,
    };

    /// <summary>What a method does that has no IL; <see langword="null"/> where none is needed.</summary>
    public static string? Of(MethodDefinition method) => method switch
    {
        { PInvokeInfo: { } native } => $"native {native.Module?.Name}!{native.EntryPoint}",
        _ when UnsafeAccessors.LooksUpTypes(method) => "UnsafeAccessorType",
        { HasBody: true } or { IsAbstract: true } or { IsRuntime: true } => null, // The runtime writes the methods of delegates.
        _ => "native",
    };

    private static bool IsUnseen(MethodReference method) => method.DeclaringType.FullName switch
    {
        "System.Type" => IsLookUp(method),
        "System.Activator" => !method.IsGenericInstance, // `CreateInstance<T>()` is `new T()`, and T is known.
        "System.Attribute" => method.Name is "GetCustomAttribute" or "GetCustomAttributes" or "IsDefined",
        "System.Delegate" => method.Name is "CreateDelegate" or "DynamicInvoke",
        "System.AppDomain" => IsLoad(method) || method.Name.StartsWith("Execute", StringComparison.Ordinal),
        "System.Diagnostics.Process" => method.Name == "Start",
        "System.ComponentModel.TypeDescriptor" => true,
        "System.Linq.Expressions.LambdaExpression" => method.Name is "Compile" or "CompileToMethod",
        "System.Runtime.CompilerServices.RuntimeHelpers" => method.Name is "GetUninitializedObject" or "RunClassConstructor" or "RunModuleConstructor",
        "System.Runtime.InteropServices.NativeLibrary" => true,
        "System.Runtime.InteropServices.Marshal" => method.Name == "GetDelegateForFunctionPointer",
        "System.Runtime.Loader.AssemblyLoadContext" => IsLoad(method),
        "Microsoft.CSharp.RuntimeBinder.Binder" => true,
        var name => name.StartsWith("System.Reflection.", StringComparison.Ordinal) && IsUnseenReflection(name["System.Reflection.".Length..], method),
    };

    private static bool IsUnseenReflection(string type, MethodReference method) => type switch
    {
        "Assembly" => IsLoad(method) || IsAttributes(method)
            || method.Name is "GetType" or "GetTypes" or "GetExportedTypes" or "GetForwardedTypes" or "get_EntryPoint" or "get_DefinedTypes" or "get_ExportedTypes",
        "Module" => IsAttributes(method) || IsLookUp(method) || method.Name.StartsWith("Resolve", StringComparison.Ordinal),
        "MemberInfo" or "ParameterInfo" or "ICustomAttributeProvider" or "CustomAttributeData" => IsAttributes(method),
        "MethodBase" or "ConstructorInfo" or "MethodInvoker" or "ConstructorInvoker" => method.Name == "Invoke",
        "MethodInfo" => method.Name is "CreateDelegate" or "MakeGenericMethod",
        "PropertyInfo" or "FieldInfo" => method.Name is "GetValue" or "SetValue" or "GetValueDirect" or "SetValueDirect",
        "EventInfo" => method.Name is "AddEventHandler" or "RemoveEventHandler",
        "TypeInfo" => method.Name.Contains("Declared", StringComparison.Ordinal),
        "CustomAttributeExtensions" or "RuntimeReflectionExtensions" or "TypeExtensions" or "DispatchProxy" => method.Name != ".ctor",
        _ => type.StartsWith("Emit.", StringComparison.Ordinal),
    };

    private static bool IsAttributes(MethodReference method) =>
        method.Name is "GetCustomAttributes" or "GetCustomAttributesData" or "get_CustomAttributes" or "IsDefined";

    private static bool IsLookUp(MethodReference method) => method.Name
        is "InvokeMember" or "MakeGenericType" or "FindMembers" or "FindInterfaces"
        or "GetMethod" or "GetMethods" or "GetConstructor" or "GetConstructors" or "GetMember" or "GetMembers"
        or "GetMemberWithSameMetadataDefinitionAs" or "GetDefaultMembers"
        or "GetProperty" or "GetProperties" or "GetField" or "GetFields" or "GetEvent" or "GetEvents"
        or "GetInterface" or "GetInterfaces" or "GetInterfaceMap" or "GetNestedType" or "GetNestedTypes"
        or "GetTypes" or "GetTypeFromProgID" or "GetTypeFromCLSID" or "get_TypeInitializer"
        || (method.Name == "GetType" && method.HasParameters);

    private static bool IsLoad(MethodReference method) => method.Name is "UnsafeLoadFrom" or "ReflectionOnlyLoad"
        || method.Name.StartsWith("Load", StringComparison.Ordinal) || method.Name.StartsWith("CreateInstance", StringComparison.Ordinal);

    // A property as it is written in source.
    private static string NameOf(MethodReference method) =>
        method.Name.StartsWith("get_", StringComparison.Ordinal) ? method.Name["get_".Length..] : method.Name;
}
