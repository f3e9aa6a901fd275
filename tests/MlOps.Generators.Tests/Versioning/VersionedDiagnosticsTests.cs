using Microsoft.CodeAnalysis.Testing;
using MlOps.Generators.Versioning;
using MlOps.Tests.Support;

namespace MlOps.Tests.Versioning;

/// <summary>What cannot be versioned is an error at the attribute or at the member; {| |} marks where.</summary>
public sealed class VersionedDiagnosticsTests
{
    [Theory]
    [InlineData("[{|#0:Versioned|}] class C<T> { public T? P { get; } }", "'C<T>' cannot be versioned: 'C' is generic, and each of its types would be hashed in another way. Version a type that is not generic.")]
    [InlineData("class C<T> { [{|#0:Versioned|}] public class D { public T? P { get; } } }", "'C<T>.D' cannot be versioned: 'C' is generic, and each of its types would be hashed in another way. Version a type that is not generic.")]
    [InlineData("class C { [{|#0:Versioned|}] private record D(int P); }", "'C.D' cannot be versioned: generated code cannot see 'D'. Make 'D' internal or public.")]
    [InlineData("class C { private class D { [{|#0:Versioned|}] public record E(int P); } }", "'C.D.E' cannot be versioned: generated code cannot see 'D'. Make 'D' internal or public.")]
    [InlineData("[{|#0:Versioned|}] file record C(int P);", "'C' cannot be versioned: generated code cannot see 'C'. Make 'C' internal or public.")]
    [InlineData("[{|#0:Versioned|}] static class C { }", "'C' cannot be versioned: it is static and holds no values. Version the type of the values.")]
    [InlineData("[{|#0:Versioned|}] abstract record C(int P);", "'C' cannot be versioned: it is abstract, and a hash of it would miss what derived types add. Version the derived types.")]
    [InlineData("[{|#0:Versioned|}] ref struct C { public int P; }", "'C' cannot be versioned: it only lives on the stack. Version a type that can be kept in a list.")]
    [InlineData("[{|#0:Versioned|}] class C : List<int> { }", "'C' cannot be versioned: it is a collection. Version the type of its elements.")]
    [InlineData("[{|#0:Versioned|}] class C { int p; static int Q; [NotVersioned] public int R => p + Q; }", "'C' cannot be versioned: it has no public member to hash. Make the members public that hold its data.")]
    public Task ATypeIsRefusedAtTheAttribute(string source, string message) => Verify("MLOPS1020", source, message);

    [Theory]
    [InlineData("public object {|#0:P|}", "'object' does not say what it holds. Declare the type it has")]
    [InlineData("public dynamic {|#0:P|}", "'dynamic' does not say what it holds. Declare the type it has")]
    [InlineData("public List<object> {|#0:P|}", "'object' does not say what it holds. Declare the type it has")]
    [InlineData("public (int, object[]) {|#0:P|}", "'object' does not say what it holds. Declare the type it has")]
    [InlineData("public Dictionary<int, Action> {|#0:P|}", "'Action' is code, not data. Version the data it works on")]
    [InlineData("public unsafe int* {|#0:P|}", "'int*' is an address, which means nothing elsewhere. Use an array or Memory<T>")]
    [InlineData("public IEnumerable<int> {|#0:P|}", "reading 'IEnumerable<int>' may use it up. Use IReadOnlyList<T>")]
    [InlineData("public ICollection<int> {|#0:P|}", "'ICollection<int>' does not say whether its order counts. Use IReadOnlyList<T> if it does and IReadOnlySet<T> if it does not")]
    [InlineData("public Plain {|#0:P|}", "'Plain' is not [Versioned]. Put [Versioned] on 'Plain'")]
    [InlineData("public Plain? {|#0:P|}", "'Plain' is not [Versioned]. Put [Versioned] on 'Plain'")]
    [InlineData("public IComparable {|#0:P|}", "'IComparable' is an interface, which does not say what it holds. Declare a [Versioned] type")]
    [InlineData("public System.IO.Stream {|#0:P|}", "'Stream' has no content hash. Keep the data in a [Versioned] type")]
    [InlineData("[Obsolete(\"Gone\", true)] public int {|#0:P|}", "the compiler lets nobody use it. Allow its use")]
    public Task AMemberIsRefusedWhereItIsDeclared(string member, string reason) => Verify(
        "MLOPS1021",
        $"class Plain {{ }} [Versioned] class C {{ public int A {{ get; }} {member} {{ get; }} }}",
        $"'C.P' cannot be versioned: {reason}, or leave the member out with [NotVersioned].");

    [Fact]
    public Task AnInheritedMemberIsRefusedWhereItIsDeclared() => Verify(
        "MLOPS1021",
        "class B { public object {|#0:P|}; } [Versioned] class C : B { public int A; }",
        "'B.P' cannot be versioned: 'object' does not say what it holds. Declare the type it has, or leave the member out with [NotVersioned].");

    [Fact]
    public void EveryMemberThatIsRefusedIsToldAndNoCodeIsWritten()
    {
        var result = VersionedHost.Of(GeneratorHost.Driver().RunGenerators(
            GeneratorHost.Compile(Usings + "[Versioned] record C(object A, int B, object D);"), TestContext.Current.CancellationToken));

        Assert.Equal(["MLOPS1021", "MLOPS1021"], result.Diagnostics.Select(static diagnostic => diagnostic.Id));
        Assert.Empty(result.GeneratedSources);
    }

    [Fact]
    public async Task APragmaSilencesTheErrors() =>
        await Test("#pragma warning disable MLOPS1020, MLOPS1021\n[Versioned] class C<T> { } [Versioned] record D(object P);").RunAsync(TestContext.Current.CancellationToken);

    private static async Task Verify(string id, string source, string message)
    {
        var test = Test(source);
        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerError(id).WithLocation(0).WithMessage(message));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static GeneratorTest<VersionedGenerator> Test(string source) => new(Usings + source);

    private const string Usings = "using MlOps; using System; using System.Collections.Generic;\n";
}
