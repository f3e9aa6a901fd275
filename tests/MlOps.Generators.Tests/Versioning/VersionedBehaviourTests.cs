using MlOps.Tests.Support;

namespace MlOps.Tests.Versioning;

/// <summary>What <c>[Versioned]</c> code answers when it runs. What each kind of value is hashed to is tested with the runtime.</summary>
public sealed class VersionedBehaviourTests
{
    [Fact]
    public void TheOrderOfMembersAndTheNamesOfTypesDoNotCount() => AssertTrue("""
        namespace A { [Versioned] public sealed record Row(int Age, string Name, P Home); [Versioned] public record struct P(double X, double Y); }
        namespace B { [Versioned] public sealed class Line { public string? Name; public Q Home { get; init; } public int Age; } [Versioned] public struct Q { public double Y { get; init; } public double X; } }
        class Program
        {
            static object Main() => ContentHash.Of(new A.Row(3, "x", new(1, 2))) == ContentHash.Of(new B.Line { Age = 3, Name = "x", Home = new() { X = 1, Y = 2 } })
                && ContentHash.SchemaOf<A.Row>() == ContentHash.SchemaOf<B.Line>();
        }
        """);

    [Fact]
    public void MembersOfBaseTypesCountAndHiddenOnesDoNot() => AssertTrue("""
        public class Base { public int A { get; init; } public virtual int B { get; init; } public int C { get; init; } [NotVersioned] public object? D { get; init; } }
        [Versioned] public sealed class Row : Base { public override int B { get; init; } public new int C { get; init; } }
        class Program
        {
            static object Main() => ContentHash.Of(new Row { A = 1 }) != ContentHash.Of(new Row { A = 2 })
                && ContentHash.Of(new Row { B = 1 }) != ContentHash.Of(new Row { B = 2 })
                && ContentHash.Of(new Row { C = 1 }) != ContentHash.Of(new Row { C = 2 })
                && ContentHash.Of(new Row { D = 1 }) == ContentHash.Of(new Row { D = 2 });
        }
        """);

    [Fact]
    public void AMemberIsLeftOutAtTheRecordsParameterAsAtTheProperty() => AssertTrue("""
        [Versioned] public sealed record Row(int A, [NotVersioned] object B, [property: NotVersioned] object C);
        class Program { static object Main() => ContentHash.Of(new Row(1, 2, 3)) == ContentHash.Of(new Row(1, "x", "y")); }
        """);

    [Fact]
    public void TypesOfAnotherProjectAreHashedByTheirOwnCode() => AssertTrue(
        """
        [Versioned] public sealed record Row(Place Home, Place[] Seen);
        class Program
        {
            static object Main() => ContentHash.Of(new Row(new(1, 2), [])) != ContentHash.Of(new Row(new(1, 3), []))
                && ContentHash.Of(new Row(new(1, 2), [])) == ContentHash.Of(new Row(new(1, 2), []));
        }
        """,
        library: "[Versioned] public readonly record struct Place(double Lat, double Lon);");

    [Fact]
    public void AStructIsKnownBeforeAnyCodeOfItsProjectHasRun() => AssertTrue(
        "class Program { static object Main() => ContentHash.Of(new Place[2]) != ContentHash.Of(new Place[3]); }",
        library: "[Versioned] public struct Place { public int Lat; }");

    [Fact]
    public void NamesThatGeneratedCodeUsesAreFreeForTheUser() => AssertTrue("""
        #pragma warning disable CS8981
        [Versioned] public sealed record Row(int value, int to, int part, int[] item, int @class, int @await, int Write, int Schema);
        [Versioned] public sealed record row(int Register);
        public class RowVersion { }
        public class Outer { [Versioned] internal sealed record Row(int A); }
        [Versioned] public sealed record Outer_Row(int A);
        class Program { static object Main() => ContentHash.Of(new Row(1, 2, 3, [4], 5, 6, 7, 8)) != default && ContentHash.Of(new row(1)) != default && ContentHash.Of(new Outer.Row(1)) == ContentHash.Of(new Outer_Row(1)); }
        """);

    [Fact]
    public void EveryKindOfMemberIsRead() => AssertTrue("""
        using System.Collections.ObjectModel;
        using System.Collections.Frozen;
        using System.Collections.Concurrent;
        [Versioned]
        public sealed class Row
        {
            public bool A01 { get; init; } public sbyte A02 { get; init; } public byte A03 { get; init; } public short A04 { get; init; } public ushort A05 { get; init; }
            public int A06 { get; init; } public uint A07 { get; init; } public long A08 { get; init; } public ulong A09 { get; init; } public nint A10 { get; init; }
            public nuint A11 { get; init; } public Int128 A12 { get; init; } public UInt128 A13 { get; init; } public Half A14 { get; init; } public float A15 { get; init; }
            public double A16 { get; init; } public decimal A17 { get; init; } public char A18 { get; init; } public string? A19 { get; init; } public Uri? A20 { get; init; }
            public DateTime A21 { get; init; } public DateTimeOffset A22 { get; init; } public DateOnly A23 { get; init; } public TimeOnly A24 { get; init; }
            public TimeSpan A25 { get; init; } public Guid A26 { get; init; } public DayOfWeek A27 { get; init; } public DayOfWeek? A28 { get; init; }
            public int[]? B01 { get; init; } public int[][]? B02 { get; init; } public int[,,]? B03 { get; init; } public List<byte>? B04 { get; init; } public IList<int>? B05 { get; init; }
            public IReadOnlyList<string?>? B06 { get; init; } public ImmutableArray<byte> B07 { get; init; } public ImmutableArray<int>? B08 { get; init; } public ImmutableList<int>? B09 { get; init; }
            public Memory<byte> B10 { get; init; } public ReadOnlyMemory<(int, Half)> B11 { get; init; } public ReadOnlySpan<int> B12 => B01; public Queue<int>? B13 { get; init; }
            public LinkedList<int>? B14 { get; init; } public ReadOnlyCollection<int>? B15 { get; init; } public ObservableCollection<int>? B16 { get; init; } public byte[]? B17 { get; init; }
            public HashSet<string>? C01 { get; init; } public ISet<int>? C02 { get; init; } public FrozenSet<int>? C03 { get; init; } public ImmutableHashSet<int>? C04 { get; init; }
            public Dictionary<string, List<int>>? D01 { get; init; } public IReadOnlyDictionary<int, Dictionary<int, int?>>? D02 { get; init; } public FrozenDictionary<int, int>? D03 { get; init; }
            public ConcurrentDictionary<int, int>? D04 { get; init; } public SortedList<int, int>? D05 { get; init; } public IDictionary<int, (int, (int, string?))>? D06 { get; init; }
            public (int, string?) E01 { get; init; } public (int A, (int B, int[]? C) D)? E02 { get; init; }
            public Row? F01 { get; init; } public List<Row?>? F02 { get; init; } public Point F03 { get; init; } public Point? F04 { get; init; } public Dictionary<Point, Row>? F05 { get; init; }
        }
        [Versioned] public readonly record struct Point(int X, int Y);
        class Program
        {
            static object Main()
            {
                Row[] rows =
                [
                    new(), new() { A01 = true }, new() { A02 = 1 }, new() { A03 = 1 }, new() { A04 = 1 }, new() { A05 = 1 }, new() { A06 = 1 }, new() { A07 = 1 }, new() { A08 = 1 },
                    new() { A09 = 1 }, new() { A10 = 1 }, new() { A11 = 1 }, new() { A12 = 1 }, new() { A13 = 1 }, new() { A14 = (Half)1 }, new() { A15 = 1 }, new() { A16 = 1 },
                    new() { A17 = 1 }, new() { A18 = 'a' }, new() { A19 = "" }, new() { A20 = new("http://x") }, new() { A21 = DateTime.MaxValue }, new() { A22 = DateTimeOffset.MaxValue },
                    new() { A23 = DateOnly.MaxValue }, new() { A24 = TimeOnly.MaxValue }, new() { A25 = TimeSpan.MaxValue }, new() { A26 = Guid.AllBitsSet }, new() { A27 = DayOfWeek.Friday },
                    new() { A28 = DayOfWeek.Sunday }, new() { B01 = [] }, new() { B01 = [0] }, new() { B02 = [[], [1]] }, new() { B02 = [[1], []] }, new() { B03 = new int[1, 2, 3] }, new() { B03 = new int[3, 2, 1] },
                    new() { B04 = [] }, new() { B04 = [1] }, new() { B05 = [] }, new() { B05 = new[] { 1 } }, new() { B06 = [null] }, new() { B06 = [""] }, new() { B07 = [] }, new() { B07 = [1] },
                    new() { B08 = default(ImmutableArray<int>) }, new() { B08 = [] }, new() { B09 = [1] }, new() { B10 = new byte[1] }, new() { B11 = new (int, Half)[1] }, new() { B13 = new([1]) },
                    new() { B14 = new([1]) }, new() { B15 = new([1]) }, new() { B16 = [1] }, new() { B17 = [] }, new() { B17 = [1] }, new() { C01 = [] }, new() { C01 = ["a"] }, new() { C02 = new HashSet<int> { 1 } },
                    new() { C03 = FrozenSet.Create(1) }, new() { C04 = [1] }, new() { D01 = [] }, new() { D01 = new() { ["a"] = [1] } }, new() { D01 = new() { ["a"] = [2] } },
                    new() { D02 = new Dictionary<int, Dictionary<int, int?>> { [1] = new() { [2] = null } } }, new() { D02 = new Dictionary<int, Dictionary<int, int?>> { [1] = new() { [2] = 0 } } },
                    new() { D03 = new Dictionary<int, int> { [1] = 1 }.ToFrozenDictionary() }, new() { D04 = new() { [1] = 1 } }, new() { D05 = new() { [1] = 1 } },
                    new() { D06 = new Dictionary<int, (int, (int, string?))> { [1] = (1, (1, "")) } }, new() { E01 = (1, null) }, new() { E02 = (0, (0, null)) }, new() { E02 = (0, (0, [])) },
                    new() { F01 = new() }, new() { F01 = new() { F01 = new() } }, new() { F02 = [null] }, new() { F02 = [new()] }, new() { F03 = new(1, 0) }, new() { F03 = new(0, 1) }, new() { F04 = new(0, 0) },
                    new() { F05 = new() { [new(1, 2)] = new() } },
                ];
                return rows.Select(row => ContentHash.Of(row)).Distinct().Count() == rows.Length;
            }
        }
        """);

    [Fact]
    public void ADerivedObjectIsRefusedBecauseItsOwnMembersWouldBeMissed()
    {
        using var program = new LoadedProgram("""
            [Versioned] public record Row(int A);
            public sealed record More(int A, int B) : Row(A);
            class Program { static object Main() => ContentHash.Of<Row>([new(1), new More(1, 2)]); }
            """);

        Assert.Equal(
            "A 'More' was found where a 'Row' is declared: the hash would miss the members it adds. Make 'Row' sealed, or hash the derived objects on their own.",
            Assert.Throws<InvalidOperationException>(program.Main).Message);
    }

    [Fact]
    public void AnObjectThatHoldsItselfIsAnErrorAndNotAnEndlessLoop()
    {
        using var program = new LoadedProgram("""
            [Versioned] public sealed class Node { public Node? Next { get; set; } public Dictionary<int, Node> Others { get; } = []; }
            class Program { static object Main() { var node = new Node(); node.Others.Add(1, node); return ContentHash.Of(node); } }
            """);

        Assert.Equal(
            "A value of 'Node' is nested more than 256 deep: does it refer to itself? [NotVersioned] leaves a member out.",
            Assert.Throws<InvalidOperationException>(program.Main).Message);
    }

    [Fact]
    public void ATypeThatIsNotVersionedIsAnErrorThatSaysSo()
    {
        using var program = new LoadedProgram("public record Row(int A); class Program { static object Main() => ContentHash.Of(new Row(1)); }");

        Assert.Equal(
            "'Row' has no content hash: put [Versioned] on it, in a project that uses the package MlOps.Generators.",
            Assert.Throws<InvalidOperationException>(program.Main).Message);
    }

    private static void AssertTrue(string source, string? library = null)
    {
        using var program = new LoadedProgram(source, library);
        Assert.Equal(true, program.Main());
    }
}
