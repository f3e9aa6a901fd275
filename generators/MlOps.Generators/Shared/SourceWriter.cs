using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace MlOps.Generators.Shared;

/// <summary>Writes indented C# with LF line ends.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>A C# string literal for a value.</summary>
    public static string Literal(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    public SourceWriter Line(string text = "")
    {
        if (text.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(text);
        }

        _text.Append('\n');
        return this;
    }

    /// <summary>Writes a line that continues the one before it, one level deeper.</summary>
    public SourceWriter Indented(string text) => Line("    " + text);

    /// <summary>Opens a block in braces below a header; disposing closes it.</summary>
    public Closing Block(string header, string end = "}") => Line(header).Open("{", end);

    /// <summary>Opens a list in brackets below a header; disposing closes it.</summary>
    public Closing List(string header) => Line(header).Open("[", "];");

    /// <summary>Opens a block in braces; disposing closes it.</summary>
    public Closing Block() => Open("{", "}");

    public override string ToString() => _text.ToString();

    private Closing Open(string begin, string end)
    {
        Line(begin);
        _depth++;
        return new Closing(this, end);
    }

    internal readonly struct Closing(SourceWriter writer, string end) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line(end);
        }
    }
}
