using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.CryptographicRandomAnalyzer>;

namespace MlOps.Tests.Reproducibility;

public sealed class CryptographicRandomTests
{
    [Theory]
    [InlineData("var row = rows[{|MLOPS3013:RandomNumberGenerator.GetInt32(rows.Length)|}];")]
    [InlineData("{|MLOPS3013:RandomNumberGenerator.Shuffle<int>(rows)|};")]
    [InlineData("var sample = {|MLOPS3013:RandomNumberGenerator.GetItems<int>(rows, 3)|};")]
    [InlineData("var random = new Random(BitConverter.ToInt32({|MLOPS3013:RandomNumberGenerator.GetBytes(4)|}));")]
    [InlineData("var bytes = new byte[4]; {|MLOPS3013:RandomNumberGenerator.Fill(bytes)|}; var number = BitConverter.ToUInt32(bytes, 0);")]
    [InlineData("using var generator = RandomNumberGenerator.Create(); var bytes = new byte[4]; {|MLOPS3013:generator.GetBytes(bytes)|}; var number = BitConverter.ToInt32(bytes, 0);")]
    public Task NumbersThatNobodyGetsTwiceAreFound(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("var key = RandomNumberGenerator.GetBytes(32); aes.Key = key;")]
    [InlineData("var name = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));")]
    [InlineData("var name = RandomNumberGenerator.GetHexString(8);")]
    [InlineData("var bytes = new byte[16]; RandomNumberGenerator.Fill(bytes); aes.IV = bytes;")]
    [InlineData("using var generator = RandomNumberGenerator.Create();")]
    [InlineData("var bytes = RandomNumberGenerator.GetBytes(8); var name = BitConverter.ToString(bytes);")]
    [InlineData("var row = rows[new Random(42).Next(rows.Length)];")]
    [InlineData("\n#pragma warning disable MLOPS3013\nRandomNumberGenerator.Shuffle<int>(rows);")]
    public Task KeysAndNamesAreNot(string statements) => Rule.Finds(Around(statements));

    [Theory]
    [InlineData("using System.Security.Cryptography; class C { int Elsewhere() => RandomNumberGenerator.GetInt32(3); [Tracked] void Train() { } }")]
    [InlineData("using System.Security.Cryptography; class C { [Tracked] void Train() => A(); void A() => B(); int B() => {|MLOPS3013:RandomNumberGenerator.GetInt32(3)|}; }")]
    [InlineData("class RandomNumberGenerator { public static int GetInt32(int n) => 4; } class C { [Tracked] int Train() => RandomNumberGenerator.GetInt32(3); }")]
    public Task OnlyWhereTrainingGets(string source) => Rule.Finds(source);

    private static string Around(string statements) => $$"""
        using System.Security.Cryptography;
        class C { [Tracked] void Train(int[] rows, Aes aes) { {{statements}} } }
        """;
}
