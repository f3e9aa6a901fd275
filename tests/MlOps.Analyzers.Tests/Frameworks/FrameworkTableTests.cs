using Microsoft.CodeAnalysis;
using MlOps.Analyzers.Frameworks;
using MlOps.Tests.Support;

namespace MlOps.Tests.Frameworks;

/// <summary>The table names what there is: a row with a slip of the pen would be a rule that never speaks.</summary>
public sealed class FrameworkTableTests
{
    // Of packages that the tests do not refer to, in the versions at hand.
    private static readonly string[] s_elsewhere =
    [
        "Microsoft.Data.Analysis.", "Microsoft.ML.AutoML.", "Microsoft.ML.MklComponentsCatalog", "Microsoft.ML.RecommendationCatalog", "Microsoft.ML.Vision", "MathNet.", "Python.Runtime.", "IronPython.", "TorchSharp.torchvision", "Microsoft.Scripting.",
        "System.Web.", "System.Runtime.Serialization.", "Microsoft.Extensions.ML.",
    ];

    public static TheoryData<string, string> Rows { get; } =
        [.. FrameworkTable.Members.Where(static member => !s_elsewhere.Any(prefix => member.Type.StartsWith(prefix, StringComparison.Ordinal))).Select(static member => (member.Type, member.Name)).Distinct()];

    [Theory]
    [MemberData(nameof(Rows))]
    public void EveryRowIsInTheFramework(string type, string name)
    {
        var symbol = TestCompilation.Of("class C;").GetTypeByMetadataName(type);
        Assert.NotNull(symbol);
        Assert.True(name == "*" || symbol.GetMembers(name).Length > 0, $"{type} has no '{name}'.");
    }

    [Fact]
    public void NoRowIsThereTwice() => Assert.Equal(FrameworkTable.Members.Length, FrameworkTable.Members.Distinct().Count());
}
