using System.Security.Cryptography;
using System.Text;

namespace MlOps;

/// <summary>How the scalars are hashed when they are the rows themselves.</summary>
internal static class ScalarContent
{
    private static readonly Dictionary<Type, object> s_types = new()
    {
        [typeof(bool)] = Type<bool>("bool", static (in value, ref to) => to.Add(value)),
        [typeof(sbyte)] = Type<sbyte>("i8", static (in value, ref to) => to.Add(value)),
        [typeof(byte)] = Type<byte>("u8", static (in value, ref to) => to.Add(value)),
        [typeof(short)] = Type<short>("i16", static (in value, ref to) => to.Add(value)),
        [typeof(ushort)] = Type<ushort>("u16", static (in value, ref to) => to.Add(value)),
        [typeof(int)] = Type<int>("i32", static (in value, ref to) => to.Add(value)),
        [typeof(uint)] = Type<uint>("u32", static (in value, ref to) => to.Add(value)),
        [typeof(long)] = Type<long>("i64", static (in value, ref to) => to.Add(value)),
        [typeof(ulong)] = Type<ulong>("u64", static (in value, ref to) => to.Add(value)),
        [typeof(nint)] = Type<nint>("i64", static (in value, ref to) => to.Add(value)),
        [typeof(nuint)] = Type<nuint>("u64", static (in value, ref to) => to.Add(value)),
        [typeof(Int128)] = Type<Int128>("i128", static (in value, ref to) => to.Add(value)),
        [typeof(UInt128)] = Type<UInt128>("u128", static (in value, ref to) => to.Add(value)),
        [typeof(Half)] = Type<Half>("f16", static (in value, ref to) => to.Add(value)),
        [typeof(float)] = Type<float>("f32", static (in value, ref to) => to.Add(value)),
        [typeof(double)] = Type<double>("f64", static (in value, ref to) => to.Add(value)),
        [typeof(decimal)] = Type<decimal>("decimal", static (in value, ref to) => to.Add(value)),
        [typeof(char)] = Type<char>("char", static (in value, ref to) => to.Add(value)),
        [typeof(string)] = Type<string>("string", static (in value, ref to) => to.AddText(value)),
        [typeof(Uri)] = Type<Uri>("uri", static (in value, ref to) => to.AddText(value.OriginalString)),
        [typeof(DateTime)] = Type<DateTime>("datetime", static (in value, ref to) => to.Add(value)),
        [typeof(DateTimeOffset)] = Type<DateTimeOffset>("datetimeoffset", static (in value, ref to) => to.Add(value)),
        [typeof(DateOnly)] = Type<DateOnly>("date", static (in value, ref to) => to.Add(value)),
        [typeof(TimeOnly)] = Type<TimeOnly>("time", static (in value, ref to) => to.Add(value)),
        [typeof(TimeSpan)] = Type<TimeSpan>("timespan", static (in value, ref to) => to.Add(value)),
        [typeof(Guid)] = Type<Guid>("guid", static (in value, ref to) => to.Add(value)),
    };

    public static ContentType<T>? Find<T>() => s_types.GetValueOrDefault(typeof(T)) as ContentType<T>;

    private static ContentType<T> Type<T>(string schema, ContentWriting<T> write) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(schema)).AsSpan(0, 16)), write);
}
