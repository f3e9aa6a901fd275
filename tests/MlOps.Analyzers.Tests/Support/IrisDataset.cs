using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using MlOps.Generators.Datasets;

namespace MlOps.Tests.Support;

/// <summary>The data sets of a project, as the build writes them down: <c>data/iris.csv</c>, a table, and the folder <c>images</c>.</summary>
internal static class IrisDataset
{
    public const string ListFile = "/obj/mlops.datasets.tsv";

    public const string ListText =
        "Images\timages\timages\td41d8cd98f00b204e9800998ecf8427e.dir\t9\tsrc/Trainer/images\t\t\t\t\t\n"
        + "Iris\tiris\tdata/iris.csv\td41d8cd98f00b204e9800998ecf8427e\t16\tsrc/Trainer/data/iris.csv\t1\t\tCsv\t\t\n"
        + "\tSepalLength\tsepal_length\tDouble\t\n"
        + "\tSpecies\tspecies\tString\t\n";

    public static AdditionalText List { get; } = new TextFile();

    /// <summary>The generated <c>Datasets</c>.</summary>
    public static string Handles { get; } = DatasetsGeneratorOutput();

    private static string DatasetsGeneratorOutput() => Microsoft.CodeAnalysis.CSharp.CSharpGeneratorDriver
        .Create([new DatasetsGenerator().AsSourceGenerator()], [List])
        .RunGenerators(Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create("Handles"), TestContext.Current.CancellationToken)
        .GetRunResult().Results.SelectMany(static result => result.GeneratedSources)
        .Single(static source => source.HintName == "Datasets.g.cs").SourceText.ToString()
        .Replace("[global::Microsoft.CodeAnalysis.Embedded]", "", StringComparison.Ordinal);

    private sealed class TextFile : AdditionalText
    {
        public override string Path => ListFile;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(ListText);
    }
}
