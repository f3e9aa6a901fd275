using Parquet;
using Parquet.Schema;

namespace MlOps.Monitoring.Tests.Files;

/// <summary>A Parquet file with a column of every kind that is read: two row groups, of each the rows one, null, three.</summary>
internal sealed class Kinds(string file)
{
    private static readonly DateTime s_day = new(2026, 3, 31, 0, 0, 0, DateTimeKind.Utc);

    private readonly List<(DataField Field, Func<ParquetRowGroupWriter, CancellationToken, Task> Write)> _columns = [];

    public static string[] Numbers { get; } = ["double", "float", "decimal", "long", "int", "short", "sbyte", "ulong", "uint", "ushort", "byte"];

    public static (string Name, string First, string Last)[] Levels { get; } =
    [
        ("bool", "True", "False"),
        ("guid", "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000003"),
        ("day", "2026-03-31", "2026-04-01"),
        ("time", "2026-03-31T12:30:00", "2026-04-01T00:00:00"),
        ("text", "Rome", "Zürich"),
    ];

    public static IEnumerable<string> Names => [.. Numbers, .. Levels.Select(static level => level.Name)];

    public string File => file;

    public async Task WriteAsync(CancellationToken cancellation)
    {
        Add("double", 1.0, 3);
        Add("float", 1f, 3);
        Add("decimal", 1m, 3);
        Add("long", 1L, 3);
        Add("int", 1, 3);
        Add("short", (short)1, (short)3);
        Add("sbyte", (sbyte)1, (sbyte)3);
        Add("ulong", 1UL, 3UL);
        Add("uint", 1U, 3U);
        Add("ushort", (ushort)1, (ushort)3);
        Add("byte", (byte)1, (byte)3);
        Add("bool", true, false);
        Add("guid", new Guid("00000000-0000-0000-0000-000000000001"), new Guid("00000000-0000-0000-0000-000000000003"));
        Add("day", DateOnly.FromDateTime(s_day), DateOnly.FromDateTime(s_day.AddDays(1)));
        Add("time", s_day.AddHours(12.5), s_day.AddDays(1));
        var text = new DataField("text", typeof(string), isNullable: true);
        _columns.Add((text, async (group, _) => await group.WriteAsync(text, (IReadOnlyCollection<string>)["Rome", null!, "Zürich"])));

        await using var stream = System.IO.File.Create(file);
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(_columns.Select(static column => column.Field)), stream, cancellationToken: cancellation);
        await using (writer)
        {
            for (var at = 0; at < 2; at++)
            {
                using var group = writer.CreateRowGroup();
                foreach (var (_, write) in _columns)
                {
                    await write(group, cancellation);
                }
            }
        }
    }

    private void Add<T>(string name, T first, T last)
        where T : struct
    {
        var field = new DataField(name, typeof(T), isNullable: true);
        _columns.Add((field, async (group, cancellation) => await group.WriteAsync(field, (ReadOnlyMemory<T?>)new T?[] { first, null, last }, cancellationToken: cancellation)));
    }
}
