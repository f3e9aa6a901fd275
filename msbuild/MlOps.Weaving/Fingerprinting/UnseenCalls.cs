using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>Calls that go on where no fingerprint can follow: what runs then is decided at run time, or is not IL.</summary>
internal static class UnseenCalls
{
    /// <summary>What an instruction does that cannot be followed, as users know it; <see langword="null"/> for all others.</summary>
    public static string? Of(Instruction instruction) => instruction switch
    {
        { OpCode.Code: Code.Calli } => "function pointer",
        { Operand: MethodReference { DeclaringType: not TypeSpecification } called } when IsUnseen(called) =>
            called.DeclaringType.FullName == "Microsoft.CSharp.RuntimeBinder.Binder" ? "dynamic" : $"{called.DeclaringType.FullName}.{called.Name}",
        _ => null,
    };

    /// <summary>What a method does that has no IL; <see langword="null"/> where none is needed.</summary>
    public static string? Of(MethodDefinition method) => method switch
    {
        { PInvokeInfo: { } native } => $"native {native.Module?.Name}!{native.EntryPoint}",
        { HasBody: true } or { IsAbstract: true } or { IsRuntime: true } => null, // The runtime writes the methods of delegates.
        _ => "native",
    };

    private static bool IsUnseen(MethodReference method) => method.DeclaringType.FullName switch
    {
        "System.Type" => IsLookUp(method),
        "System.Activator" => !method.IsGenericInstance, // `CreateInstance<T>()` is `new T()`, and T is known.
        "System.Delegate" => method.Name is "CreateDelegate" or "DynamicInvoke",
        "System.Reflection.MethodBase" or "System.Reflection.ConstructorInfo" => method.Name == "Invoke",
        "System.Reflection.MethodInvoker" or "System.Reflection.ConstructorInvoker" => method.Name == "Invoke",
        "System.Reflection.MethodInfo" => method.Name is "CreateDelegate" or "MakeGenericMethod",
        "System.Reflection.PropertyInfo" or "System.Reflection.FieldInfo" => method.Name is "GetValue" or "SetValue",
        "System.Reflection.Assembly" => method.Name is "GetType" or "GetTypes" or "GetExportedTypes" or "CreateInstance" || IsLoad(method),
        "System.Runtime.Loader.AssemblyLoadContext" or "System.AppDomain" => IsLoad(method),
        "System.Runtime.InteropServices.NativeLibrary" => true,
        "System.Runtime.InteropServices.Marshal" => method.Name == "GetDelegateForFunctionPointer",
        "System.Diagnostics.Process" => method.Name == "Start",
        "Microsoft.CSharp.RuntimeBinder.Binder" => true,
        "System.Reflection.RuntimeReflectionExtensions" or "System.Reflection.TypeExtensions" => true,
        var name => name.StartsWith("System.Reflection.Emit.", StringComparison.Ordinal),
    };

    private static bool IsLookUp(MethodReference method) => method.Name
        is "InvokeMember" or "MakeGenericType"
        or "GetMethod" or "GetMethods" or "GetConstructor" or "GetConstructors" or "GetMember" or "GetMembers"
        or "GetProperty" or "GetProperties" or "GetField" or "GetFields" or "GetNestedType" or "GetNestedTypes"
        || (method.Name == "GetType" && method.HasParameters);

    private static bool IsLoad(MethodReference method) =>
        method.Name.StartsWith("Load", StringComparison.Ordinal) || method.Name is "UnsafeLoadFrom" or "CreateInstance" or "CreateInstanceFrom";
}
