using MlOps.Weaving;
using Mono.Cecil;

namespace MlOps.Tests.Weaving.Support;

/// <summary>What a fingerprint is made of. Texts rather than hashes: a failure then shows the line that differs.</summary>
internal static class FingerprintText
{
    public static string Of(Compiled compiled, string type, string method)
    {
        using var references = new ReferenceResolver(compiled.Request.ReferencePaths);
        using var module = ModuleDefinition.ReadModule(new MemoryStream(compiled.Bytes), new ReaderParameters { AssemblyResolver = references });
        var definition = module.GetType(type).Methods.Single(candidate => candidate.Name == method);
        return new CodeFingerprint(compiled.Request, module, [definition]).TextOf(definition);
    }

    public static void AssertSame(string what, string expected, string actual)
    {
        var difference = expected.Split('\n').Zip(actual.Split('\n')).FirstOrDefault(static pair => pair.First != pair.Second);
        Assert.True(expected == actual, $"{what}: '{difference.First}' became '{difference.Second}'");
    }
}
