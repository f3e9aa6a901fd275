using MlOps.Tests.Weaving.Support;

namespace MlOps.Tests.Weaving;

/// <summary>What the runtime reads beside the code: attributes that it obeys, how values are marshalled, how they lie in memory.</summary>
public class RuntimeMetadataTests
{
    private const string Program = """
        [assembly: System.Runtime.InteropServices.DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        namespace Demo
        {
            public class Hidden
            {
                private int _low = 1;
                private int _high = 2;
                private static int s_low = 3;
                private static int s_high = 4;
                private Hidden(int start) => _low = start + 10;
                private int Once(int value) => value * 20;
                private static int Twice(int value) => value * 30;
                private int Unreached() => 40;
                public void Show() => Console.WriteLine(_low + _high + s_low + s_high);
            }

            [StructLayout(LayoutKind.Sequential, Pack = 8, CharSet = CharSet.Ansi)]
            public struct Header
            {
                [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 10)] public string Name;
                [MarshalAs(UnmanagedType.ByValArray, SizeConst = 3)] public int[] Sizes;
                [MarshalAs(UnmanagedType.Bool)] public bool IsLast;
            }

            [StructLayout(LayoutKind.Explicit, Size = 32)]
            public struct Union { [FieldOffset(0)] public int Whole; [FieldOffset(4)] public float Part; }

            public unsafe struct Block { public fixed int Items[4]; }

            [InlineArray(6)] public struct Row { private int _first; }

            [StructLayout(LayoutKind.Sequential)]
            public class Record { public int First; public byte Second; }

            public class Plain { public int First; public byte Second; }

            [Flags] public enum Modes { Read = 1, Write = 2 }

            [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
            public delegate int Compare([MarshalAs(UnmanagedType.LPStr)] string a, [In] byte[] b);

            public static class Trainer
            {
                [ThreadStatic] private static int s_count;

                [Tracked]
                public static unsafe int Train()
                {
                    var size = Marshal.SizeOf<Header>() + sizeof(Union) + sizeof(Block) + sizeof(Row) + Marshal.SizeOf<Record>() + Marshal.SizeOf<Plain>() + ++s_count;
                    Compare compare = (a, b) => a.Length + b.Length;
                    delegate* unmanaged<int, int> callback = &Callback;
                    var hidden = Make(5);
                    return size + Field(hidden) + StaticField(null) + Call(hidden, 6) + StaticCall(null, 7) + Named(new object())
                        + Native("text", new byte[1]) + Quick() + (int)(nint)callback + Modes.Read.ToString().Length
                        + (int)Marshal.GetFunctionPointerForDelegate(compare);
                }

                [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_low")] private static extern ref int Field(Hidden hidden);
                [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "s_low")] private static extern ref int StaticField(Hidden? hidden);
                [UnsafeAccessor(UnsafeAccessorKind.Constructor)] private static extern Hidden Make(int start);
                [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Once")] private static extern int Call(Hidden hidden, int value);
                [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Twice")] private static extern int StaticCall(Hidden? hidden, int value);
                [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_value")] private static extern ref int Named([UnsafeAccessorType("Other.Thing, Other")] object thing);

                [DllImport("mathlib", CharSet = CharSet.Ansi)]
                [return: MarshalAs(UnmanagedType.I4)]
                private static extern int Native([MarshalAs(UnmanagedType.LPStr)] string text, [Out] byte[] bytes);

                [DllImport("mathlib"), SuppressGCTransition, UnmanagedCallConv(CallConvs = new[] { typeof(CallConvCdecl) })]
                private static extern int Quick();

                [UnmanagedCallersOnly(EntryPoint = "callback")] private static int Callback(int value) => value;
                /* members */
            }
        }
        """;

    private static readonly string Unedited = TextOf(Program);

    public static TheoryData<string, string, string> EditsWithMeaning => new()
    {
        { "field behind an accessor", "Name = \"_low\"", "Name = \"_high\"" },
        { "static field behind an accessor", "Name = \"s_low\"", "Name = \"s_high\"" },
        { "kind of an accessor", "UnsafeAccessorKind.StaticField", "UnsafeAccessorKind.Field" },
        { "code of a constructor behind an accessor", "start + 10", "start + 11" },
        { "code of a method behind an accessor", "value * 20", "value * 21" },
        { "code of a static method behind an accessor", "value * 30", "value * 31" },
        { "type that an accessor looks up", "Other.Thing, Other", "Other.Thong, Other" },
        { "size of text in a struct", "ByValTStr, SizeConst = 10", "ByValTStr, SizeConst = 20" },
        { "size of an array in a struct", "ByValArray, SizeConst = 3", "ByValArray, SizeConst = 4" },
        { "elements of an array in a struct", "ByValArray, SizeConst = 3", "ByValArray, SizeConst = 3, ArraySubType = UnmanagedType.I8" },
        { "form of a field in a struct", "[MarshalAs(UnmanagedType.Bool)]", "[MarshalAs(UnmanagedType.U1)]" },
        { "packing", "Pack = 8", "Pack = 1" },
        { "characters of a struct", "Pack = 8, CharSet = CharSet.Ansi", "Pack = 8, CharSet = CharSet.Unicode" },
        { "kind of layout", "LayoutKind.Sequential, Pack", "LayoutKind.Auto, Pack" },
        { "size of a struct", "Size = 32", "Size = 64" },
        { "offset of a field", "FieldOffset(4)", "FieldOffset(8)" },
        { "length of a fixed buffer", "Items[4]", "Items[5]" },
        { "elements of a fixed buffer", "fixed int Items[4]", "fixed float Items[4]" },
        { "length of an inline array", "InlineArray(6)", "InlineArray(7)" },
        { "layout of a class", "[StructLayout(LayoutKind.Sequential)]\n", "[StructLayout(LayoutKind.Sequential, Pack = 1)]\n" },
        { "field of a class that lies in order", "class Record { public int First;", "class Record { public long First;" },
        { "order of fields in a class that lies in order", "class Record { public int First; public byte Second;", "class Record { public byte Second; public int First;" },
        { "flags", "[Flags] ", "" },
        { "convention of a delegate", "CallingConvention.Cdecl", "CallingConvention.StdCall" },
        { "parameter of a delegate", "Compare([MarshalAs(UnmanagedType.LPStr)]", "Compare([MarshalAs(UnmanagedType.LPWStr)]" },
        { "direction of a delegate's parameter", "[In] byte[] b", "[In, Out] byte[] b" },
        { "thread-static field", "[ThreadStatic] ", "" },
        { "characters of a native function", "\"mathlib\", CharSet = CharSet.Ansi", "\"mathlib\", CharSet = CharSet.Unicode" },
        { "errors of a native function", "\"mathlib\", CharSet = CharSet.Ansi", "\"mathlib\", CharSet = CharSet.Ansi, SetLastError = true" },
        { "result code of a native function", "\"mathlib\", CharSet = CharSet.Ansi", "\"mathlib\", CharSet = CharSet.Ansi, PreserveSig = false" },
        { "parameter of a native function", "Native([MarshalAs(UnmanagedType.LPStr)]", "Native([MarshalAs(UnmanagedType.LPWStr)]" },
        { "direction of a native function's parameter", "[Out] byte[] bytes", "byte[] bytes" },
        { "result of a native function", "[return: MarshalAs(UnmanagedType.I4)]", "[return: MarshalAs(UnmanagedType.Error)]" },
        { "transition to native code", "SuppressGCTransition, ", "" },
        { "convention of a native function", "CallConvCdecl", "CallConvStdcall" },
        { "where native libraries are looked for", "DllImportSearchPath.System32", "DllImportSearchPath.SafeDirectories" },
        { "exported name", "EntryPoint = \"callback\"", "EntryPoint = \"called\"" },
    };

    public static TheoryData<string, string, string> EditsWithoutMeaning => new()
    {
        { "attribute that only people and compilers read", "private static int s_count;", "[System.ComponentModel.Description(\"count\"), Obsolete] private static int s_count;" },
        { "nullable annotation", "StaticField(Hidden? hidden)", "StaticField(Hidden hidden)" },
        { "order of attributes", "[DllImport(\"mathlib\"), SuppressGCTransition, ", "[SuppressGCTransition, DllImport(\"mathlib\"), " },
        { "debugger's attribute", "[Flags] public enum", "[Flags, DebuggerDisplay(\"modes\")] public enum" },
        { "marshalling of what is not reached", "/* members */", "[DllImport(\"other\")] private static extern int Other([MarshalAs(UnmanagedType.LPStr)] string text);" },
        { "layout of a class that has none", "class Plain { public int First; public byte Second;", "class Plain { public byte Second; public int First;" },
        { "method that no accessor names", "=> 40", "=> 41" },
    };

    [Theory, MemberData(nameof(EditsWithMeaning))]
    public void AnEditThatTheRuntimeObeysChangesTheFingerprint(string what, string from, string to)
    {
        Assert.Contains(from, Program, StringComparison.Ordinal);
        Assert.True(Unedited != TextOf(Program.Replace(from, to, StringComparison.Ordinal)), what);
    }

    [Theory, MemberData(nameof(EditsWithoutMeaning))]
    public void AnEditThatTheRuntimeIgnoresKeepsTheFingerprint(string what, string from, string to)
    {
        Assert.Contains(from, Program, StringComparison.Ordinal);
        FingerprintText.AssertSame(what, Unedited, TextOf(Program.Replace(from, to, StringComparison.Ordinal)));
    }

    // Fingerprints of such code are those of earlier versions: nothing is written where there is nothing to obey.
    [Fact]
    public void CodeWithoutSuchMetadataHasNoTextOfIt()
    {
        var text = TextOf("""
            namespace Demo
            {
                public readonly record struct Pair(int First, string? Second);
                public enum Mode { Fast, Slow }
                public delegate bool Try(in Pair pair, ref int low, out int high);
                public abstract class Model { [Obsolete] public virtual void Fit([System.Diagnostics.CodeAnalysis.NotNull] object? value, [Out] int[] rows, in Pair pair) { } }
                public class Mean : Model { [System.ComponentModel.Description("mean")] public string? Name { get; init; } public override void Fit(object? value, int[] rows, in Pair pair) { } }
                public static class Trainer
                {
                    [Tracked, MethodImpl(MethodImplOptions.NoInlining)]
                    public static async Task<int> Train(Model model)
                    {
                        Try attempt = (in Pair pair, ref int low, out int high) => { high = low; return pair.First > 0; };
                        await Task.Yield();
                        model.Fit(new Pair(1, "two"), new int[1], new Pair(2, null));
                        return Run(attempt) + new Mean { Name = "a" }.Name.Length + Mode.Fast.ToString().Length;
                    }

                    private static int Run(Try attempt) { var low = 1; attempt(new Pair(1, null), ref low, out var high); return high; }
                }
            }
            """);

        Assert.Contains("Demo.Try::Invoke", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?m)^(parameter|returns|throws|assembly|in|text as|type) ", text);
        Assert.DoesNotMatch(@" marshal | \[System\.[A-Za-z.]+Attribute", text);
        Assert.DoesNotMatch("(?m)^class .*\nlayout", text);
    }

    private static string TextOf(string program)
    {
        using var compiled = Compiled.From(Source(program));
        return FingerprintText.Of(compiled, "Demo.Trainer", "Train");
    }

    private static string Source(string program) => Trackers.Preamble.Replace("using MlOps;", "using System.Runtime.InteropServices;\nusing MlOps;", StringComparison.Ordinal) + program;
}
