using System.Globalization;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Versioning;

/// <summary>Writes the statements that hash one value. Each getter is read once.</summary>
internal sealed class ContentStatements(SourceWriter writer)
{
    private const string EntriesType = "global::MlOps.ContentEntries";

    private readonly HashSet<string> _taken = ["value", "to"];

    public void Write(VersionedMember member) => Write(member.Shape, $"value.{Names.ToIdentifier(member.Name)}", "to", Names.ToCamelCase(member.Name));

    private void Write(ContentShape shape, string value, string to, string name = "part")
    {
        switch (shape)
        {
            case ContentShape.Scalar scalar:
                writer.Line($"{to}.Add({scalar.Cast}{value});");
                break;
            case ContentShape.Versioned:
                writer.Line($"{to}.AddVersioned({value});");
                break;
            case ContentShape.Tuple tuple:
                WriteTuple(tuple, value, to, name);
                break;
            case ContentShape.Sequence { Kind: SequenceKind.Memory or SequenceKind.Span } sequence:
                var span = Local(name);
                writer.Line($"var {span} = {value}{(sequence.Kind == SequenceKind.Memory ? ".Span" : "")};");
                writer.Line($"{to}.Present();");
                WriteElements(sequence, span, to);
                break;
            default:
                WriteIfPresent(shape, value, to, name);
                break;
        }
    }

    private void WriteTuple(ContentShape.Tuple tuple, string value, string to, string name)
    {
        var local = Local(name);
        writer.Line($"var {local} = {value};");
        for (var i = 0; i < tuple.Elements.Count; i++)
        {
            Write(tuple.Elements[i], $"{local}.Item{(i + 1).ToString(CultureInfo.InvariantCulture)}", to);
        }
    }

    private void WriteIfPresent(ContentShape shape, string value, string to, string name)
    {
        var part = Local(name);
        var pattern = shape is ContentShape.Sequence { Kind: SequenceKind.ImmutableArray } ? "{ IsDefault: false }" : "{ }";
        using (writer.Block($"if ({value} is {pattern} {part})"))
        {
            writer.Line($"{to}.Present();");
            switch (shape)
            {
                case ContentShape.Optional optional:
                    Write(optional.Value, part, to);
                    break;
                case ContentShape.Sequence sequence:
                    WriteElements(sequence, part, to);
                    break;
                case ContentShape.Set set:
                    var member = Local("item");
                    WriteEntries(part, $"var {member}", to, entry => Write(set.Element, member, entry));
                    break;
                case ContentShape.Map map:
                    var (key, item) = (Local("key"), Local("item"));
                    WriteEntries(part, $"var ({key}, {item})", to, entry =>
                    {
                        Write(map.Key, key, entry);
                        Write(map.Value, item, entry);
                    });
                    break;
                default:
                    throw new InvalidOperationException($"No statements for {shape}.");
            }
        }

        using (writer.Block("else"))
        {
            writer.Line($"{to}.Absent();");
        }
    }

    private void WriteElements(ContentShape.Sequence sequence, string part, string to)
    {
        for (var dimension = 0; sequence.Rank > 1 && dimension < sequence.Rank; dimension++)
        {
            writer.Line($"{to}.Add({part}.GetLength({dimension.ToString(CultureInfo.InvariantCulture)}));");
        }

        var count = sequence.Kind is SequenceKind.List or SequenceKind.Indexed ? "Count" : "Length";
        if (sequence.Rank == 1)
        {
            writer.Line($"{to}.Add({part}.{count});");
        }

        if (sequence is { Element: ContentShape.Scalar { Name: "u8", Cast: "" }, Rank: 1, Kind: not (SequenceKind.List or SequenceKind.Indexed) })
        {
            writer.Line($"{to}.Add({part}{(sequence.Kind == SequenceKind.ImmutableArray ? ".AsSpan()" : "")});");
            return;
        }

        if (sequence.Kind == SequenceKind.Indexed)
        {
            var index = Local("index");
            using (writer.Block($"for (var {index} = 0; {index} < {part}.Count; {index}++)"))
            {
                Write(sequence.Element, $"{part}[{index}]", to);
            }

            return;
        }

        var item = Local("item");
        using (writer.Block($"foreach (var {item} in {part})"))
        {
            Write(sequence.Element, item, to);
        }
    }

    private void WriteEntries(string part, string each, string to, Action<string> write)
    {
        var (entries, entry) = (Local("entries"), Local("entry"));
        writer.Line($"var {entries} = new {EntriesType}({part}.Count);");
        using (writer.Block($"foreach ({each} in {part})"))
        {
            writer.Line($"var {entry} = {to}.BeginEntry();");
            write(entry);
            writer.Line($"{entries}.Add(ref {entry});");
        }

        writer.Line($"{to}.Add(ref {entries});");
    }

    /// <summary>A name that nothing else in the method has: <c>part</c>, then <c>part2</c>, <c>part3</c>, …</summary>
    private string Local(string name)
    {
        var local = name;
        for (var number = 2; !_taken.Add(local); number++)
        {
            local = name + number.ToString(CultureInfo.InvariantCulture);
        }

        return Names.ToIdentifier(local);
    }
}
