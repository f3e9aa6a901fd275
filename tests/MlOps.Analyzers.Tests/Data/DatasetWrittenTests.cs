using Rule = MlOps.Tests.Support.Rule<MlOps.Generators.Analyzers.DatasetWrittenAnalyzer>;

namespace MlOps.Tests.Data;

public sealed class DatasetWrittenTests
{
    [Theory]
    [InlineData("File.WriteAllText({|MLOPS2033:Datasets.Iris.Path|}, \"\");")]
    [InlineData("await File.AppendAllLinesAsync({|MLOPS2033:Datasets.Iris.Handle.Path|}, [\"1,2\"]);")]
    [InlineData("using var stream = File.Create({|MLOPS2033:data.Path|});")]
    [InlineData("using var writer = new StreamWriter({|MLOPS2033:Datasets.Iris.Path|}, append: true);")]
    [InlineData("using var stream = new FileStream({|MLOPS2033:Datasets.Iris.Path|}, FileMode.Create);")]
    [InlineData("using var stream = File.Open({|MLOPS2033:Datasets.Iris.Path|}, FileMode.Open, FileAccess.ReadWrite);")]
    [InlineData("var path = {|MLOPS2033:Datasets.Iris.Path|}; File.Delete(path);")]
    [InlineData("File.Move({|MLOPS2033:Datasets.Iris.Path|}, \"/tmp/iris.csv\");")]
    [InlineData("File.Copy(\"/tmp/iris.csv\", {|MLOPS2033:Datasets.Iris.Path|}, overwrite: true);")]
    [InlineData("File.WriteAllText({|MLOPS2033:\"data/iris.csv\"|}, \"\");")]
    [InlineData("using var writer = new StreamWriter(Path.Combine(\"data\", {|MLOPS2033:\"iris.csv\"|}));")]
    [InlineData("Directory.Delete({|MLOPS2033:Datasets.Images.Path|}, recursive: true);")]
    public Task WritingADataSetIsFound(string body) => Rule.Finds(Around(body));

    [Theory]
    [InlineData("var text = File.ReadAllText(Datasets.Iris.Path);")]
    [InlineData("File.Copy(Datasets.Iris.Path, \"/tmp/iris.csv\");")]
    [InlineData("using var stream = new FileStream(Datasets.Iris.Path, FileMode.Open);")]
    [InlineData("using var stream = new FileStream(Datasets.Iris.Path, FileMode.OpenOrCreate, FileAccess.Read);")]
    [InlineData("File.WriteAllText(\"data/other.csv\", \"\");")]
    [InlineData("File.WriteAllText(Datasets.Iris.Path + \".summary\", \"\");")] // Another file.
    [InlineData("File.WriteAllText(Path.ChangeExtension(Datasets.Iris.Path, \".json\"), \"\");")]
    [InlineData("File.WriteAllText(\"/tmp/copy.txt\", Datasets.Iris.Path);")] // The path is what is written.
    [InlineData("File.WriteAllText(new FileInfo(\"x\").FullName, \"\");")]
    [InlineData("#pragma warning disable MLOPS2033\nFile.Delete(Datasets.Iris.Path);\n")]
    public Task OtherFilesAreNot(string body) => Rule.Finds(Around(body));

    private static string Around(string body) => $$"""
        class C
        {
            async Task M(Dataset data)
            {
                {{body}}
                await Task.Yield();
            }
        }
        """;
}
