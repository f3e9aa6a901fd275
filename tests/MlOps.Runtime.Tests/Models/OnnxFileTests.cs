using System.Diagnostics.CodeAnalysis;
using CsCheck;
using MlOps.Models.Onnx;

namespace MlOps.Tests.Models;

public sealed class OnnxFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void AModelSaysWhatGoesInAndWhatComesOut()
    {
        var file = Read(OnnxBytes.Classifier());

        Assert.Equal((8, 17), (file.IrVersion, file.Opset));
        Assert.Equal(["features: Single [-1, 4]"], file.Inputs.Select(Describe));
        Assert.Equal(["label: Int64 [-1]", "probabilities: Single [-1, 3]"], file.Outputs.Select(Describe));
        Assert.Equal(
            """{"inputs":[{"name":"features","type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,4]}}],"outputs":[{"name":"label","type":"tensor","tensor-spec":{"dtype":"int64","shape":[-1]}},{"name":"probabilities","type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,3]}}]}""",
            file.Signature()!.ToString());
        Assert.Empty(file.ExternalFiles);
    }

    [Fact]
    public void AnInputThatHasAValueNeedNotBeGiven()
    {
        var file = Read(OnnxBytes.Model(8, 3, OnnxBytes.Input("x", OnnxBytes.Float, 4), OnnxBytes.Input("weights", OnnxBytes.Float, 4), OnnxBytes.Initializer("weights", new byte[16])));
        Assert.Equal(["x"], file.Inputs.Select(static input => input.Name));
    }

    [Fact]
    public void ASideThatMlflowHasNoWordForIsLeftOut()
    {
        var file = Read(OnnxBytes.Model(9, 4, OnnxBytes.Input("x", OnnxBytes.Text, null, 1), OnnxBytes.OutputSequence("scores")));
        Assert.Equal("""{"inputs":[{"name":"x","type":"tensor","tensor-spec":{"dtype":"str","shape":[-1,1]}}],"outputs":null}""", file.Signature()!.ToString());

        const int BFloat16 = 16;
        Assert.Null(Read(OnnxBytes.Model(13, 7, OnnxBytes.Input("x", BFloat16, 1))).Signature());
    }

    [Fact]
    public void FilesWithWeightsAreFoundWhereverTheyAreNamed()
    {
        var file = Read(OnnxBytes.Classifier(OnnxBytes.External("w", "weights.bin"), OnnxBytes.External("v", "weights.bin"), OnnxBytes.NodeWithExternal("constants.bin")));
        Assert.Equal(["constants.bin", "weights.bin"], file.ExternalFiles);
    }

    [Theory]
    [InlineData(8, 17, "1.12.0")]
    [InlineData(8, 7, "1.10.0")]
    [InlineData(3, 21, "1.16.0")]
    [InlineData(99, 17, null)]
    public void TheReleaseThatReadsAFileIsKnown(long irVersion, long opset, string? release) =>
        Assert.Equal(release, OnnxRelease.Of(Read(OnnxBytes.Model(opset, irVersion))));

    [Theory]
    [InlineData("", "it has no version or no graph")]
    [InlineData("0a ff ff ff ff 7f", "a field is longer than what holds it")] // Two bytes are the header of 34 GiB.
    [InlineData("0a ff ff ff ff ff ff ff ff ff 01", "a field is longer than what holds it")] // A length of -1.
    [InlineData("08 ff ff ff ff ff ff ff ff ff ff ff 01", "a number has too many digits")]
    [InlineData("08", "a number ends too early")]
    [InlineData("0d 00 00", "a number ends too early")]
    [InlineData("0b", "a field is of a kind that there is not")]
    [InlineData("00 00", "a field has no number")]
    [InlineData("38 01", "a number stands where a message should be")] // The graph is a number.
    [InlineData("08 08 3a 08 5a 06 0a 04 ff fe 00 00", "a name is no UTF-8")]
    public void WhatIsNoModelIsToldSo(string hex, string expected)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", ""));
        var fault = Assert.Throws<InvalidDataException>(() => Read(bytes));
        Assert.Equal($"'model.onnx' is no ONNX file, or a damaged one: {expected}.", fault.Message);
    }

    [Fact]
    public void GraphsInGraphsAreFollowedOnlySoDeep()
    {
        Assert.Empty(Read(OnnxBytes.Classifier(OnnxBytes.Nested(30))).ExternalFiles);
        Assert.Contains("nested too deeply", Assert.Throws<InvalidDataException>(() => Read(OnnxBytes.Classifier(OnnxBytes.Nested(3_000)))).Message);
    }

    [Fact]
    public void ANameOfManyMegabytesIsNotRead() => Assert.Contains(
        "too long",
        Assert.Throws<InvalidDataException>(() => Read(OnnxBytes.Model(17, 8, OnnxBytes.Input(new string('x', 1_000_000), OnnxBytes.Float, 1)))).Message);

    [Fact]
    public void WeightsArePassedOverHoweverManyThereAre()
    {
        // A file with a hole of 8 GiB where the weights are: it takes neither disk nor memory.
        const long Weights = 8L << 30;
        var tensor = OnnxBytes.Varint(9 << 3 | 2).Concat(OnnxBytes.Varint(Weights)).ToArray();
        var initializer = OnnxBytes.Varint(5 << 3 | 2).Concat(OnnxBytes.Varint((ulong)(tensor.Length + Weights))).ToArray();
        var input = OnnxBytes.Input("x", OnnxBytes.Float, 1);
        byte[] head = [.. OnnxBytes.Number(1, 8), .. OnnxBytes.Varint(7 << 3 | 2), .. OnnxBytes.Varint((ulong)(initializer.Length + tensor.Length + Weights + input.Length)), .. initializer, .. tensor];
        var path = _folder.PathOf("large.onnx");
        using (var file = File.Create(path))
        {
            file.Write(head);
            file.SetLength(head.Length + Weights);
            file.Seek(0, SeekOrigin.End);
            file.Write(input);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("x", Assert.Single(OnnxFile.Read(path).Inputs).Name);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void AModelThatIsCutOffAnywhereIsReadOrRefusedAndNeverWorse()
    {
        var whole = OnnxBytes.Classifier(OnnxBytes.External("w", "weights.bin"), OnnxBytes.NodeWithExternal("c.bin"), OnnxBytes.Nested(3));
        for (var length = 0; length < whole.Length; length++)
        {
            AssertReadOrRefused(whole[..length]);
        }
    }

    [Fact]
    public void AModelWithAnyBytesChangedIsReadOrRefusedAndNeverWorse()
    {
        var whole = OnnxBytes.Classifier(OnnxBytes.External("w", "weights.bin"), OnnxBytes.NodeWithExternal("c.bin"), OnnxBytes.Nested(3));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 8].Sample(changes =>
        {
            var damaged = whole.ToArray();
            foreach (var (place, value) in changes)
            {
                damaged[place] = value;
            }

            AssertReadOrRefused(damaged);
        }, iter: 2_000, threads: 1);
    }

    public void Dispose() => _folder.Dispose();

    [SuppressMessage("Design", "CA1031", Justification = "That there is no other is what is tested.")]
    private void AssertReadOrRefused(byte[] bytes)
    {
        try
        {
            Read(bytes);
        }
        catch (Exception fault)
        {
            Assert.IsType<InvalidDataException>(fault);
        }
    }

    private OnnxFile Read(byte[] bytes)
    {
        var path = _folder.PathOf("model.onnx");
        File.WriteAllBytes(path, bytes);
        return OnnxFile.Read(path);
    }

    private static string Describe(OnnxValue value) => $"{value.Name}: {value.Type} [{string.Join(", ", value.Shape ?? [])}]";
}
