using System.Globalization;
using MlOps.Data.Yaml;

namespace MlOps.Data;

/// <summary>Changes values of a pointer inside its text; keys that were missing go last, as DVC puts them.</summary>
internal sealed class DvcPointerEditor
{
    private readonly DvcPointer _pointer;
    private readonly List<(int Start, int End, string Text)> _changes = [];

    private DvcPointerEditor(DvcPointer pointer) => _pointer = pointer;

    internal static string Apply(DvcPointer pointer, DvcOutput output, OutputContent content, bool toDvc3 = false)
    {
        var editor = new DvcPointerEditor(pointer);
        editor.Set(output.Node, "md5", output.Md5 == content.Md5, YamlScalar.Format(content.Md5, 6, 4));
        editor.Set(output.Node, "size", output.Size == content.Size, Number(content.Size));
        if (output.Md5 != content.Md5 || output.Files != content.Files || toDvc3)
        {
            editor.SetOrUnset(output.Node, "nfiles", output.Files == content.Files, content.Files is { } files ? Number(files) : null);
            editor.SetOrUnset(output.Node, "isexec", output.IsExecutable == content.IsExecutable, content.IsExecutable ? "true" : null);
            editor.Set(output.Node, "hash", output.Hash == "md5", "md5");
        }

        if (content.Sha256 is { } sha && sha != output.Sha256)
        {
            var (map, key, value) = SecondDigest.Place(output.Node, sha) ?? throw Unchangeable(pointer, output);
            editor.Set(map, key, same: false, value);
        }

        var text = editor.Text();
        return text == pointer.Text ? text : Checked(pointer, output, content, editor.StageDigest(text));
    }

    internal static string Rename(DvcPointer pointer, DvcOutput output, string path, string file)
    {
        var editor = new DvcPointerEditor(pointer);
        editor.Set(output.Node, "path", same: false, YamlScalar.Format(path, "  path:".Length, 4));
        var text = editor.StageDigest(editor.Text());
        return DvcPointer.Parse(file, text).Outputs is [var renamed] && renamed.Path == path && renamed.Md5 == output.Md5 ? text : throw Unchangeable(pointer, output);
    }

    /// <summary>The text of a pointer of data that came from another repository, for another commit of that.</summary>
    internal static string Update(DvcPointer pointer, DvcOutput output, OutputContent content, string? rev, string commit)
    {
        var changed = DvcPointer.Parse(pointer.File, Apply(pointer, output, content));
        var editor = new DvcPointerEditor(changed);
        var from = (YamlMap)((YamlMap)((YamlList)changed.Root["deps"]!).Items[0])["repo"]!;
        if (rev is not null)
        {
            editor.Set(from, "rev", (from["rev"] as YamlText)?.Value == rev, YamlScalar.Format(rev, 8, 6));
        }

        editor.Set(from, "rev_lock", (from["rev_lock"] as YamlText)?.Value == commit, YamlScalar.Format(commit, 13, 6));
        return editor._changes.Count == 0 ? changed.Text : editor.StageDigest(editor.Text());
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private void SetOrUnset(YamlMap map, string key, bool same, string? value)
    {
        if (value is not null)
        {
            Set(map, key, same, value);
        }
        else if (!same && map[key] is not null)
        {
            Unset(map, key);
        }
    }

    private void Set(YamlMap map, string key, bool same, string value)
    {
        if (same)
        {
            return;
        }

        if (map[key] is YamlText old)
        {
            var quoted = old.Quote == '"' && !value.StartsWith('\'') ? $"\"{value}\"" : value;
            // `size:` with nothing behind it has no text to replace, and needs the space too.
            _changes.Add((old.Start, old.End, old.Start == old.End ? " " + quoted : quoted));
        }
        else if (map.Flow)
        {
            var end = map.Entries[^1].Value.End;
            _changes.Add((end, end, $", \"{key}\": {value}"));
        }
        else
        {
            var (position, broken) = LineAfter(map.Entries[^1].Value);
            var newLine = _pointer.Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
            var line = $"{new string(' ', map.Column - 1)}{key}: {value}";
            _changes.Add((position, position, broken ? line + newLine : newLine + line));
        }
    }

    private void Unset(YamlMap map, string key)
    {
        var index = map.Entries.ToList().FindIndex(entry => entry.Key.Value == key);
        var (name, value) = map.Entries[index];
        if (map.Flow || index == 0)
        {
            // Sharing its line with a bracket or a dash, it cannot be cut out so simply; DVC reads this as the same.
            _changes.Add((value.Start, value.End, key == "isexec" ? "false" : "null"));
            return;
        }

        var start = _pointer.Text.LastIndexOf('\n', name.Start) + 1;
        _changes.Add((start, LineAfter(value).Position, ""));
    }

    private (int Position, bool Broken) LineAfter(YamlNode last)
    {
        while (last is YamlMap { Flow: false, Entries.Count: > 0 } or YamlList { Items.Count: > 0 })
        {
            last = last is YamlMap map ? map.Entries[^1].Value : ((YamlList)last).Items[^1];
        }

        // The end of a block text (`|`, `>`) is already the start of the next line.
        if (last.End > 0 && last.End > last.Start && _pointer.Text[last.End - 1] == '\n')
        {
            return (last.End, true);
        }

        var newline = _pointer.Text.IndexOf('\n', last.End);
        return newline < 0 ? (_pointer.Text.Length, false) : (newline + 1, true);
    }

    private string Text()
    {
        var text = _pointer.Text;
        // From the end, so that positions stay right; among changes at one position the last made goes in first.
        foreach (var (start, end, replacement) in _changes.Index().OrderByDescending(static c => c.Item.Start).ThenByDescending(static c => c.Index).Select(static c => c.Item))
        {
            text = string.Concat(text.AsSpan(0, start), replacement, text.AsSpan(end));
        }

        return text;
    }

    // An import carries an MD5 over its own entries, which must follow them.
    private string StageDigest(string text)
    {
        if (_pointer.Root["md5"] is null)
        {
            return text;
        }

        var changed = DvcPointer.Parse(_pointer.File, text);
        var digest = DvcStageDigest.Of(changed);
        var editor = new DvcPointerEditor(changed);
        editor.Set(changed.Root, "md5", same: false, YamlScalar.Format(digest, 4, 2));
        return editor.Text();
    }

    // YAML has more ways of writing than we have tried: what comes out must say what was meant, or nothing is written.
    private static string Checked(DvcPointer pointer, DvcOutput output, OutputContent content, string text)
    {
        try
        {
            var changed = DvcPointer.Parse(pointer.File, text);
            var same = changed.Outputs.Count == pointer.Outputs.Count && changed.Outputs.Zip(pointer.Outputs).All(pair =>
                pair.First.Path == pair.Second.Path && (pair.Second == output
                    ? pair.First.Md5 == content.Md5 && pair.First.Size == content.Size && (content.Sha256 is null || pair.First.Sha256 == content.Sha256)
                    : pair.First.Md5 == pair.Second.Md5 && pair.First.Size == pair.Second.Size));
            if (same)
            {
                return text;
            }
        }
        catch (DvcFormatException)
        {
            // Said below, for the text that the user knows.
        }

        throw Unchangeable(pointer, output);
    }

    private static DvcFormatException Unchangeable(DvcPointer pointer, DvcOutput output) => new(
        pointer.File, output.Line, "it is written in a way that cannot be changed in place",
        "Delete the file and have it written anew by 'mlops data add' or a build.");
}
