using System.Text;
using CsCheck;
using MlOps.Data;
using MlOps.Data.Config;
using MlOps.Data.Md5;
using MlOps.Data.Stat;
using MlOps.Data.Trees;

namespace MlOps.Tests.Data;

/// <summary>Files that others write, broken in every way: they are understood or refused with a message, and nothing else happens.</summary>
public sealed class FuzzTests
{
    private const int Executions = 20_000;

    private const string Pointer = "# note\nmd5: 8e813436a4b7a9612471f18b2cf1c5fb\nfrozen: true\ndeps:\n- md5: aab7e3691d8e56dbebe8c22e116a21f4\n  size: 4\n  hash: md5\n  path: ../ext/src.txt\nouts:\n- md5: aab7e3691d8e56dbebe8c22e116a21f4\n  size: 4\n  nfiles: 2\n  hash: md5\n  path: \"imp \\u00e9.txt\"\nmeta: {a: [1, 2], b: null}\n";

    private const string Lock = "schema: '2.0'\nstages:\n  prepare:\n    cmd: python3 prepare.py\n    deps:\n    - path: data/raw.csv\n      hash: md5\n      md5: e5ebd4c02cefbe7955977c67ada242b7\n      size: 8\n    outs:\n    - path: out\n      hash: md5\n      md5: 7c8a78ff0e71cac11bf11106d9e010cd.dir\n      size: 22\n      nfiles: 2\n";

    private const string Tree = "[{\"md5\": \"60b725f10c9c85c70d97880dfe8191b3\", \"relpath\": \"a.txt\"}, {\"md5\": \"2cd6ee2c70b0bde53fbe6cac3c8b8bb1\", \"relpath\": \"b/c\\u00e9.txt\"}]";

    private const string Settings = "[core]\n    remote = store\n    autostage = true\n# mine\n['remote \"store\"']\n    url = ../../remote\n[cache]\n    type = \"reflink,hardlink\"\n";

    // Words that formats are made of, where a random byte would nearly always be refused at once.
    private static readonly Gen<byte[]> Parts = Gen.OneOf(
        Gen.Byte.Array[1, 3],
        Gen.OneOf([.. new[] { "\n", "- ", ": ", "'", "\"", "{", "}", "[", "]", "&a ", "*a", "!!python/object ", "|\n", "#", "..", "/", "\\", "\0", "\u0085", "😀", "null", "1e9", ".inf", "outs:", "path", "\t", "  ", "---\n", "%YAML 1.2\n", "99999999999999999999" }
            .Select(static text => Gen.Const(Encoding.UTF8.GetBytes(text)))]));

    [Fact]
    public void Pointers() => Mutate(Pointer, static bytes => DvcPointer.Parse("x.dvc", Encoding.UTF8.GetString(bytes)));

    [Fact]
    public void Locks() => Mutate(Lock, static bytes => _ = DvcLock.Outputs("/nowhere/dvc.lock", Encoding.UTF8.GetString(bytes)).Count());

    [Fact]
    public void ListsOfFiles() => Mutate(Tree, static bytes =>
    {
        // Whatever is accepted stays inside the folder.
        foreach (var entry in DirObject.Read("x.dir", bytes))
        {
            var root = Path.GetFullPath("data") + Path.DirectorySeparatorChar;
            Assert.StartsWith(root, Path.GetFullPath(Path.Combine(root, entry.Path)), StringComparison.Ordinal);
        }
    });

    [Fact]
    public void TheConfiguration() => Mutate(Settings, static bytes => ConfigText.Parse("config", Encoding.UTF8.GetString(bytes)));

    [Fact]
    public void TheMemoryOfAFolder()
    {
        using var folder = new TempFolder();
        var file = folder.PathOf("index");
        TreeFile[] files =
        [
            new() { Path = "a", Stamp = new FileStamp(1, 2, 3, 4, 5), Md5 = Md5Value.Of("a"u8), IsKnown = true, IsCertain = true },
            new() { Path = "sub/bé", Stamp = new FileStamp(6, 7, 8, 9, 10), Md5 = Md5Value.Of("b"u8), IsKnown = true, IsCertain = true },
        ];
        TreeIndex.Write(file, files, new FileDigest(Md5Value.Of("d"u8).ToString(), 7));
        var whole = File.ReadAllBytes(file);
        Changes(whole).Sample(
            bytes =>
            {
                File.WriteAllBytes(file, bytes);
                var asked = Array.ConvertAll(files, static item => new TreeFile { Path = item.Path, Stamp = item.Stamp with { Written = item.Stamp.Written + 1 } });
                TreeIndex.Read(file)?.Apply(asked);
            },
            iter: Executions,
            threads: 1);
    }

    private static void Mutate(string text, Action<byte[]> read) => Changes(Encoding.UTF8.GetBytes(text)).Sample(
        bytes =>
        {
            try
            {
                read(bytes);
            }
            catch (DvcFormatException problem)
            {
                Assert.NotEqual("", problem.Cure);
            }
        },
        iter: Executions);

    /// <summary>One to four places of a file with something else in them, or nothing.</summary>
    private static Gen<byte[]> Changes(byte[] whole) =>
        Gen.Select(Gen.Int[0, whole.Length], Gen.Int[0, 8], Parts).Array[1, 4].Select(edits =>
        {
            var bytes = whole.ToList();
            foreach (var (at, length, part) in edits)
            {
                var start = Math.Min(at, bytes.Count);
                bytes.RemoveRange(start, Math.Min(length, bytes.Count - start));
                bytes.InsertRange(start, part);
            }

            return bytes.ToArray();
        });
}
