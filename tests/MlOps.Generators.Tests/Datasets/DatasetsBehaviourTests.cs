using System.Security.Cryptography;
using System.Text;
using MlOps.Tests.Support;

namespace MlOps.Tests.Datasets;

/// <summary>What generated handles do when they are run.</summary>
public sealed class DatasetsBehaviourTests : IDisposable
{
    private const string Lines = "{\"id\":1,\"user\":{\"name\":\"ann\"}}\n{\"id\":2}\n";

    // Where programs look for their data, which these are not beside.
    private readonly string _file = Path.Combine(AppContext.BaseDirectory, $"{Guid.NewGuid():n}.jsonl");

    public DatasetsBehaviourTests() => File.WriteAllText(_file, Lines);

    [Fact]
    public void RowsOfJsonLinesAreRead()
    {
        using var program = new LoadedProgram(
            "class Program { static string Main() => string.Join('|', Datasets.Events.Rows().Select(static row => $\"{row.Id} {row.UserName ?? \"nobody\"}\")); }",
            list: List(""));
        Assert.Equal("1 ann|2 nobody", program.Main());
    }

    [Fact]
    public void ARowOfASensitiveDataSetDoesNotPrintItself()
    {
        const string Program = "class Program { static string Main() => Datasets.Events.Handle.IsSensitive + \" \" + Datasets.Events.Rows().First(); }";
        using var program = new LoadedProgram(Program, list: List("sensitive"));
        Assert.Equal("True a row of events, which is sensitive", program.Main());
        using var open = new LoadedProgram(Program, list: List(""));
        Assert.Equal("False Row { Id = 1, UserName = ann }", open.Main());
    }

    public void Dispose() => File.Delete(_file);

    private string List(string sensitive)
    {
        var digest = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(Lines)));
        return $"Events\tevents\t{Path.GetFileName(_file)}\t{digest}\t{Lines.Length}\t\t2\t\tJsonLines\t{sensitive}\n\tId\tid\tInt64\t\n\tUserName\tuser.name\tString\t?\n";
    }
}
