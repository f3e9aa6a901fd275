namespace MlOps.Tests.Versioning;

/// <summary>The generated code, whole. Every golden compiles without a warning.</summary>
public sealed class VersionedGoldenTests
{
    [Fact]
    public void RecordOfScalars() => Match("Scalars", """
        using System;
        using MlOps;

        namespace Demo;

        public enum Species : byte { Setosa, Versicolor }

        [Versioned]
        public sealed record Flower(double PetalLength, double PetalWidth, Species Species, int? Year, string? Note, DateOnly Seen, [property: NotVersioned] int Row)
        {
            public Uri? Source { get; init; }

            public decimal @class;

            [NotVersioned]
            public double Area => PetalLength * PetalWidth;
        }
        """);

    [Fact]
    public void StructWithCollections() => Match("Collections", """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using MlOps;

        namespace Demo.Deep;

        public static class Outer
        {
            [Versioned]
            public struct Image
            {
                public required byte[] Pixels;
                public required float[,] Mask;
                public ReadOnlyMemory<float> Signal { get; set; }
                public List<int>? Sizes { get; set; }
                public required IReadOnlyList<(double X, double Y)> Points { get; set; }
                public ImmutableArray<string> Words { get; set; }
                public required Dictionary<string, double[]> Scores { get; set; }
                public required IReadOnlySet<Guid> Ids { get; set; }
            }
        }
        """);

    [Fact]
    public void ClassesThatHoldEachOther() => Match("Nested", """
        using MlOps;

        [Versioned]
        public sealed class Tree
        {
            public Tree? Left { get; init; }
            public Tree? Right { get; init; }
            public Split At { get; init; }
            public Split? Or { get; init; }
        }

        [Versioned]
        public readonly record struct Split(int Feature, double Threshold);
        """, file: "Tree.Versioned.g.cs");

    private static void Match(string golden, string source, string? file = null) => Golden.Match(
        Repository.PathOf("tests", "MlOps.Generators.Tests", "Versioning", "Golden", golden + ".g.cs"),
        VersionedHost.Run(source).Versioned.GeneratedSources.Single(generated => file is null || generated.HintName == file).SourceText.ToString());
}
