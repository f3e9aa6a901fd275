using Microsoft.ML;
using Microsoft.ML.Data;
using MlOps.Monitoring.MLNet;

namespace MlOps.Monitoring.Tests.MLNet;

/// <summary>Data views as ML.NET's own loaders and transforms make them.</summary>
public sealed class DataViewTableTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly Flower[] s_flowers =
    [
        new() { Length = 5.1f, Width = 3.5, Petals = 5, IsWild = true, Kind = "rose", Seen = new DateTime(2026, 3, 1), Lasted = TimeSpan.FromSeconds(90), Scent = [0.5f, 0, 7] },
        new() { Length = float.NaN, Width = 3.25, Petals = 6, IsWild = false, Kind = "", Seen = new DateTime(2026, 3, 1, 12, 30, 0), Lasted = TimeSpan.Zero, Scent = [0, 0, 0] },
        new() { Length = 4.9f, Width = -1, Petals = -7, IsWild = true, Kind = "tulip", Seen = new DateTime(2026, 3, 2), Lasted = TimeSpan.Zero, Scent = [0.1f, 2, float.NaN] },
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IDataView Flowers => s_ml.Data.LoadFromEnumerable(s_flowers);

    [Fact]
    public void ColumnsAreNumbersOrLevelsAndVectorsAColumnASlot()
    {
        var table = Flowers.ToTable(cancellationToken: Stop);
        Assert.Equal(["Length", "Width", "Petals", "IsWild", "Kind", "Seen", "Lasted", "Scent.0", "Scent.1", "Scent.2"], table.Columns.Select(static column => column.Name));
        Assert.Equal([5.1, double.NaN, 4.9], Numbers(table, "Length")); // And not 5.099999904632568.
        Assert.Equal([3.5, 3.25, -1], Numbers(table, "Width"));
        Assert.Equal([5, 6, -7], Numbers(table, "Petals"));
        Assert.Equal((false, true), (((NumberColumn)table.Find("Width")!).IsInteger, ((NumberColumn)table.Find("Petals")!).IsInteger));
        Assert.Equal(["True", "False", "True"], Levels(table, "IsWild"));
        Assert.Equal(["rose", null, "tulip"], Levels(table, "Kind"));
        Assert.Equal(["2026-03-01T00:00:00", "2026-03-01T12:30:00", "2026-03-02T00:00:00"], Levels(table, "Seen"));
        Assert.Equal([90, 0, 0], Numbers(table, "Lasted"));
        Assert.Equal([7, 0, double.NaN], Numbers(table, "Scent.2"));
    }

    [Fact]
    public void KeysAreTheTextsTheyStandForAndSlotsHaveTheirNames()
    {
        var data = s_ml.Transforms.Conversion.MapValueToKey("Label", nameof(Flower.Kind))
            .Append(s_ml.Transforms.Conversion.MapValueToKey("PetalKey", nameof(Flower.Petals)))
            .Append(s_ml.Transforms.Conversion.ConvertType("Petals32", nameof(Flower.Petals)))
            .Append(s_ml.Transforms.Concatenate("Features", nameof(Flower.Length), "Petals32"))
            .Append(s_ml.Transforms.Categorical.OneHotEncoding("OneHot", nameof(Flower.Kind)))
            .Fit(Flowers).Transform(Flowers);
        var table = data.ToTable(new DataViewOptions { Columns = ["Label", "PetalKey", "Features", "OneHot"] }, Stop);
        Assert.Equal(["Label", "PetalKey", "Features.Length", "Features.Petals32", "OneHot.rose", "OneHot.tulip"], table.Columns.Select(static column => column.Name));
        Assert.Equal("rose", Levels(table, "Label")[0]);
        Assert.Equal("tulip", Levels(table, "Label")[2]);
        Assert.Equal(["5", "6", "-7"], Levels(table, "PetalKey"));
        Assert.Equal([5, 6, -7], Numbers(table, "Features.Petals32"));
        Assert.Equal([1, 0, 0], Numbers(table, "OneHot.rose"));
    }

    [Fact]
    public void KeysWithoutTextsAreTheirNumbersFromOneAndThoseBeyondTheirCountAreMissing()
    {
        var table = s_ml.Data.LoadFromEnumerable([new Keyed { Code = 9 }, new Keyed { Code = 3 }]).ToTable(cancellationToken: Stop);
        Assert.Equal([null, "4"], Levels(table, "Code"));
    }

    [Fact]
    public void AProfileIsThatOfTheTable()
    {
        var random = new Random(1);
        var data = s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5000).Select(i => new Measured { Value = i % 50 == 0 ? float.NaN : random.Next(100) / 10f, Kind = i % 3 == 0 ? "" : $"kind {i % 3}", Pair = [i, -i] }).ToArray());
        Assert.Equal(DatasetProfile.Of(data.ToTable(cancellationToken: Stop), cancellationToken: Stop).ToBytes(), data.ToProfile(cancellationToken: Stop).ToBytes());
    }

    [Fact]
    public void SensitiveColumnsOfAProfileAreNeverInTheClear()
    {
        var profile = Flowers.ToProfile(profile: new ProfileOptions { Sensitive = ["Kind", "Length"] }, cancellationToken: Stop);
        Assert.Equal(1, profile.Find("Length")!.Missing);
        var bytes = System.Text.Encoding.Latin1.GetString(profile.ToBytes());
        Assert.DoesNotContain("tulip", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("4.9", bytes, StringComparison.Ordinal);
    }

    [Fact]
    public void FloatsAreTheNumbersOfACsvFile()
    {
        var numbers = Enumerable.Range(0, 600).Select(static i => (30 + (i * 7 % 45)) / 10.0).ToArray();
        var data = s_ml.Data.LoadFromEnumerable(numbers.Select(static value => new Measured { Value = (float)value, Kind = "a", Pair = [0, 0] }));
        var reference = DatasetProfile.Of(new Table([new NumberColumn("Value", numbers)]), cancellationToken: Stop);
        var report = DriftDetector.Compare(reference, data.ToProfile(new DataViewOptions { Columns = ["Value"] }, cancellationToken: Stop), cancellationToken: Stop);
        Assert.Equal(0, Assert.Single(report.Columns).Effect);
    }

    [Fact]
    public void WhatCannotBeReadIsLeftOutAndSaysWhy()
    {
        var data = s_ml.Transforms.Text.TokenizeIntoWords("Words", nameof(Flower.Kind)).Append(s_ml.Transforms.Text.FeaturizeText("Bag", nameof(Flower.Kind))).Fit(Flowers).Transform(Flowers);
        var left = data.LeftOut(new DataViewOptions { MostSlots = 5 });
        Assert.Equal(["Words", "Bag"], left.Select(static column => column.Name));
        Assert.StartsWith("a vector whose size changes from row to row", left[0].Reason, StringComparison.Ordinal);
        Assert.EndsWith("say MostSlots to have more than 5, or compare it as an embedding", left[1].Reason, StringComparison.Ordinal);
        Assert.Empty(Flowers.LeftOut());
        Assert.Equal(10, data.ToTable(new DataViewOptions { MostSlots = 5 }, Stop).Columns.Count);

        var fault = Assert.Throws<ArgumentException>(() => data.ToTable(new DataViewOptions { Columns = ["Words"] }, Stop));
        Assert.StartsWith("The data view has no column that can be read; 'Words': a vector whose size changes", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<ArgumentException>(() => data.ToProfile(new DataViewOptions { Columns = ["Colour"] }, cancellationToken: Stop));
        Assert.StartsWith("The data view has no column 'Colour'. It has Length, Width, ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadingEndsWhenItIsToldTo() =>
        Assert.Throws<OperationCanceledException>(static () => Flowers.ToProfile(cancellationToken: new CancellationToken(canceled: true)));

    private static double[] Numbers(Table table, string name) => ((NumberColumn)table.Find(name)!).Values.ToArray();

    private static string?[] Levels(Table table, string name)
    {
        var column = (LevelColumn)table.Find(name)!;
        return [.. column.Codes.ToArray().Select(code => code == LevelColumn.Missing ? null : column.Levels[code])];
    }

    private sealed class Flower
    {
        public float Length { get; set; }

        public double Width { get; set; }

        public int Petals { get; set; }

        public bool IsWild { get; set; }

        public string Kind { get; set; } = "";

        public DateTime Seen { get; set; }

        public TimeSpan Lasted { get; set; }

        [VectorType(3)]
        public float[] Scent { get; set; } = [];
    }

    private sealed class Keyed
    {
        [KeyType(5)]
        public uint Code { get; set; }
    }

    private sealed class Measured
    {
        public float Value { get; set; }

        public string Kind { get; set; } = "";

        [VectorType(2)]
        public int[] Pair { get; set; } = [];
    }
}
