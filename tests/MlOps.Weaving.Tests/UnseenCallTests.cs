using MlOps.Tests.Weaving.Support;
using MlOps.Weaving;
using Mono.Cecil;

namespace MlOps.Tests.Weaving;

/// <summary>Where a fingerprint cannot follow, it says so.</summary>
public class UnseenCallTests
{
    /// <summary>Code, and what it is said to do.</summary>
    public static TheoryData<string, string> Unseen => new()
    {
        { "typeof(Trainer).GetCustomAttribute<ObsoleteAttribute>();", "System.Reflection.CustomAttributeExtensions.GetCustomAttribute" },
        { "typeof(Trainer).GetCustomAttributes<ObsoleteAttribute>();", "System.Reflection.CustomAttributeExtensions.GetCustomAttributes" },
        { "typeof(Trainer).Assembly.IsDefined(typeof(ObsoleteAttribute));", "System.Reflection.CustomAttributeExtensions.IsDefined" },
        { "Attribute.GetCustomAttribute(typeof(Trainer), typeof(ObsoleteAttribute));", "System.Attribute.GetCustomAttribute" },
        { "Attribute.GetCustomAttributes(typeof(Trainer));", "System.Attribute.GetCustomAttributes" },
        { "Attribute.IsDefined(typeof(Trainer), typeof(ObsoleteAttribute));", "System.Attribute.IsDefined" },
        { "typeof(Trainer).GetCustomAttributes(true);", "System.Reflection.MemberInfo.GetCustomAttributes" },
        { "typeof(Trainer).IsDefined(typeof(ObsoleteAttribute), true);", "System.Reflection.MemberInfo.IsDefined" },
        { "typeof(Trainer).GetCustomAttributesData();", "System.Reflection.MemberInfo.GetCustomAttributesData" },
        { "_ = typeof(Trainer).CustomAttributes;", "System.Reflection.MemberInfo.CustomAttributes" },
        { "CustomAttributeData.GetCustomAttributes(typeof(Trainer));", "System.Reflection.CustomAttributeData.GetCustomAttributes" },
        { "((ICustomAttributeProvider)typeof(Trainer)).GetCustomAttributes(true);", "System.Reflection.ICustomAttributeProvider.GetCustomAttributes" },
        { "((ParameterInfo)x).GetCustomAttributes(true);", "System.Reflection.ParameterInfo.GetCustomAttributes" },
        { "((Assembly)x).GetCustomAttributes(true);", "System.Reflection.Assembly.GetCustomAttributes" },
        { "((Module)x).GetCustomAttributes(true);", "System.Reflection.Module.GetCustomAttributes" },
        { "Type.GetType(\"Demo.Trainer\");", "System.Type.GetType" },
        { "typeof(Trainer).GetMethod(\"Train\");", "System.Type.GetMethod" },
        { "typeof(Trainer).GetEvent(\"Changed\");", "System.Type.GetEvent" },
        { "typeof(Trainer).GetInterfaces();", "System.Type.GetInterfaces" },
        { "typeof(Trainer).GetInterfaceMap(typeof(IDisposable));", "System.Type.GetInterfaceMap" },
        { "typeof(Trainer).FindMembers(default, default, null, null);", "System.Type.FindMembers" },
        { "Type.GetTypeFromProgID(\"Excel.Application\");", "System.Type.GetTypeFromProgID" },
        { "_ = ((TypeInfo)typeof(Trainer)).DeclaredMethods;", "System.Reflection.TypeInfo.DeclaredMethods" },
        { "((TypeInfo)typeof(Trainer)).GetDeclaredMethod(\"Train\");", "System.Reflection.TypeInfo.GetDeclaredMethod" },
        { "Activator.CreateInstance(typeof(Trainer));", "System.Activator.CreateInstance" },
        { "RuntimeHelpers.GetUninitializedObject((Type)x);", "System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject" },
        { "RuntimeHelpers.RunClassConstructor(((Type)x).TypeHandle);", "System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor" },
        { "Assembly.Load(\"Other\");", "System.Reflection.Assembly.Load" },
        { "Assembly.LoadFrom(\"Other.dll\");", "System.Reflection.Assembly.LoadFrom" },
        { "_ = ((Assembly)x).EntryPoint;", "System.Reflection.Assembly.EntryPoint" },
        { "_ = ((Assembly)x).DefinedTypes;", "System.Reflection.Assembly.DefinedTypes" },
        { "((Module)x).ResolveMethod(5);", "System.Reflection.Module.ResolveMethod" },
        { "((Module)x).GetTypes();", "System.Reflection.Module.GetTypes" },
        { "AppDomain.CurrentDomain.ExecuteAssembly(\"other.exe\");", "System.AppDomain.ExecuteAssembly" },
        { "((EventInfo)x).AddEventHandler(x, null);", "System.Reflection.EventInfo.AddEventHandler" },
        { "((System.Linq.Expressions.LambdaExpression)x).Compile();", "System.Linq.Expressions.LambdaExpression.Compile" },
        { "((System.Linq.Expressions.Expression<Func<int>>)x).Compile();", "System.Linq.Expressions.Expression.Compile" },
        { "((System.Reflection.Emit.DynamicMethod)x).GetILGenerator();", "System.Reflection.Emit.DynamicMethod.GetILGenerator" },
        { "new System.Runtime.Loader.AssemblyLoadContext(\"own\").LoadFromAssemblyPath(\"/other.dll\");", "System.Runtime.Loader.AssemblyLoadContext.LoadFromAssemblyPath" },
        { "System.Runtime.InteropServices.NativeLibrary.Load(\"other\");", "System.Runtime.InteropServices.NativeLibrary.Load" },
        { "System.Runtime.InteropServices.Marshal.GetDelegateForFunctionPointer<Action>(5);", "System.Runtime.InteropServices.Marshal.GetDelegateForFunctionPointer" },
        { "DispatchProxy.Create<IDisposable, DispatchProxy>();", "System.Reflection.DispatchProxy.Create" },
        { "System.ComponentModel.TypeDescriptor.GetProperties(x);", "System.ComponentModel.TypeDescriptor.GetProperties" },
        { "((dynamic)x).Go();", "dynamic" },
        { "unsafe { ((delegate*<void>)null)(); }", "function pointer" },
        { "Far(x); [UnsafeAccessor(UnsafeAccessorKind.Method, Name = \"Go\")] static extern void Far([UnsafeAccessorType(\"Other.Thing, Other\")] object thing);", "UnsafeAccessorType" },
    };

    /// <summary>Code that looks like it, and can be followed.</summary>
    public static TheoryData<string> Seen => new()
    {
        "_ = typeof(Trainer).Name + x.GetType();",
        "_ = new MarkAttribute();",
        "Activator.CreateInstance<List<int>>();",
        "Near(\"a\", \"b\"); [UnsafeAccessor(UnsafeAccessorKind.Method, Name = \"CompareTo\")] static extern int Near(string text, string other);",
        "System.Linq.Expressions.Expression<Func<string, int>> length = text => int.Parse(text) + text.Length;",
    };

    [Theory, MemberData(nameof(Unseen))]
    public void WhatRunTimeDecidesIsListed(string code, string unseen) => Assert.Contains(unseen, UnseenIn(code));

    [Theory, MemberData(nameof(Seen))]
    public void WhatCanBeFollowedIsNotListed(string code) => Assert.Empty(UnseenIn(code));

    private static IEnumerable<string> UnseenIn(string code)
    {
        using var compiled = Compiled.From(Trackers.Preamble + $$"""
            using System.Reflection;
            namespace Demo
            {
                public sealed class MarkAttribute : Attribute;
                public static class Trainer { public static void Train(object x) { {{code}} } }
            }
            """);
        using var references = new ReferenceResolver(compiled.Request.ReferencePaths);
        using var module = ModuleDefinition.ReadModule(new MemoryStream(compiled.Bytes), new ReaderParameters { AssemblyResolver = references });
        var method = module.GetType("Demo.Trainer").Methods.Single(static candidate => candidate.Name == "Train");
        return new CodeFingerprint(compiled.Request, module, [method]).Graph.Units.SelectMany(static unit => unit.Unseen).ToList();
    }
}
