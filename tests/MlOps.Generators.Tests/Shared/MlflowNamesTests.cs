using MlOps.Generators.Shared;
using MlOps.Store;

namespace MlOps.Tests.Shared;

/// <summary>The build and the program must be of one mind about what a name may be.</summary>
public sealed class MlflowNamesTests
{
    [Theory]
    [InlineData("loss", true)]
    [InlineData("val/loss.1-a_b c", true)]
    [InlineData("größe", true)]
    [InlineData("損失", true)]
    [InlineData(".hidden", true)]
    [InlineData("a/.b", true)]
    [InlineData("a..b", true)]
    [InlineData("a:b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\tb", false)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("a//b", false)]
    [InlineData(".", false)]
    [InlineData("a/./b", false)]
    [InlineData("..", false)]
    [InlineData("../a", false)]
    [InlineData("a/..b", false)]
    public void BuildAndProgramAgree(string name, bool isValid)
    {
        Assert.Equal(isValid, MlflowNames.WhyNot(name) is null);
        Assert.Equal(isValid, ReferenceEquals(name, MlflowName.Clean(name)));
    }

    [Theory]
    [InlineData(250, true)]
    [InlineData(251, false)]
    public void BuildAndProgramAgreeOnLength(int length, bool isValid) => BuildAndProgramAgree(new string('a', length), isValid);
}
