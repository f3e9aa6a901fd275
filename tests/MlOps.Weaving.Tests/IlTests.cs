using System.Reflection.Metadata;
using System.Text.RegularExpressions;
using ICSharpCode.Decompiler;
using ICSharpCode.Decompiler.Disassembler;
using ICSharpCode.Decompiler.Metadata;
using MlOps.Tests.Weaving.Support;

namespace MlOps.Tests.Weaving;

public class IlTests
{
    [Fact]
    public void ASmallMethodLooksLikeThisBeforeAndAfter()
    {
        var source = Support.Weaving.Source(
            """
            namespace Demo
            {
                public class Trainer
                {
                    private readonly int _rate = 3;

                    [Tracked]
                    public int Train(int epochs, string[] rows)
                    {
                        try { return _rate * epochs; } finally { rows[0] = ""; }
                    }
                }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "int", "Demo.Trainer self", "int epochs", "string[] rows"));
        using var original = Compiled.From(source);
        using var woven = Compiled.Woven(source);

        Golden.Match(
            Repository.PathOf("tests", "MlOps.Weaving.Tests", "Golden", "Trainer.Train.il"),
            $"// ---- compiled ----\n{Disassemble(original)}\n// ---- woven ----\n{Disassemble(woven)}");
    }

    private static string Disassemble(Compiled compiled)
    {
        using var file = new PEFile("App.dll", new MemoryStream(compiled.Bytes));
        var output = new PlainTextOutput();
        var disassembler = new ReflectionDisassembler(output, TestContext.Current.CancellationToken);
        foreach (var method in file.Metadata.MethodDefinitions.Where(method => IsShown(file.Metadata, method)))
        {
            disassembler.DisassembleMethod(file, method);
            output.WriteLine();
        }

        // Where the code lies in the file and what it hashes to are not what this test is about.
        var text = Regex.Replace(output.ToString().ReplaceLineEndings("\n"), "Method begins at RVA.*|Header size:.*", "");
        return Regex.Replace(Regex.Replace(text, "\"[0-9a-f]{64}\"", "\"<fingerprint>\""), @"[ \t]+$|^\s*//\s*$\n", "", RegexOptions.Multiline);
    }

    private static bool IsShown(MetadataReader metadata, MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        return metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name) is "Trainer" or "Demo_Trainer_Train_Tracked"
            && metadata.GetString(method.Name) is "Train" or "<Train>Body" or "Body" or "Fingerprint";
    }
}
