using System.Text;
using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>Reads <c>RunName = "rate {options.LearningRate:0.000}"</c> into an interpolated string over the parameters.</summary>
internal static class RunNameParser
{
    private const string Write = "Write {parameter}, {parameter.Member} or {parameter:format}, and {{ for a brace";

    /// <summary>The model, or what is wrong with the text and what to do about it.</summary>
    public static (RunNameModel? Model, (string Reason, string Cure)? Problem) Parse(string text, IReadOnlyList<(IParameterSymbol Symbol, string Name)> parameters)
    {
        var literal = new StringBuilder(); // With holes, as it stands in an interpolated string.
        var plain = new StringBuilder(); // What it says when there is no hole.
        var used = new List<string>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('{' or '}'))
            {
                literal.Append(Escaped(text[i].ToString()));
                plain.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == text[i])
            {
                literal.Append(text[i], 2);
                plain.Append(text[i]);
                i++;
            }
            else
            {
                var end = text[i] == '{' ? text.IndexOf('}', i) : -1;
                if (end < 0)
                {
                    return (null, ($"'{text[i]}' stands alone", Write));
                }

                var (hole, name, problem) = Hole(text.Substring(i + 1, end - i - 1), parameters);
                if (hole is null)
                {
                    return (null, problem);
                }

                literal.Append(hole);
                plain.Append(hole);
                if (name is not null && !used.Contains(name))
                {
                    used.Add(name);
                }

                i = end;
            }
        }

        return used.Count == 0
            ? (new(SourceWriter.Literal(plain.ToString()), default), null)
            : (new($"$\"{literal}\"", used.ToEquatableArray()), null);
    }

    private static (string? Hole, string? Parameter, (string Reason, string Cure)? Problem) Hole(
        string placeholder, IReadOnlyList<(IParameterSymbol Symbol, string Name)> parameters)
    {
        var colon = placeholder.IndexOf(':');
        var path = (colon < 0 ? placeholder : placeholder.Substring(0, colon)).Split('.').Select(static part => part.Trim()).ToArray();
        var format = colon < 0 ? "" : placeholder.Substring(colon);
        var (symbol, name) = parameters.FirstOrDefault(parameter => parameter.Symbol.Name == path[0]);
        if (symbol is null || symbol.RefKind == RefKind.Out)
        {
            var known = parameters.Count == 0 ? "The method has no parameters" : $"Its parameters are {string.Join(", ", parameters.Select(static parameter => parameter.Symbol.Name))}";
            return (null, null, ($"it has no parameter '{path[0]}'", known));
        }

        var (expression, type) = (name, symbol.Type);
        var isSensitive = Marks.Of(symbol.GetAttributes()).IsSensitive;
        foreach (var part in path.Skip(1))
        {
            var member = ReadableMembers.Of(Scalars.UnderNullable(type) ?? type).FirstOrDefault(member => member.Name == part);
            if (member.Type is null)
            {
                return (null, null, ($"'{type.Name}' has no public member '{part}'", Write));
            }

            var mayBeNull = type.IsReferenceType || Scalars.UnderNullable(type) is not null;
            expression += (mayBeNull ? "?." : ".") + Names.ToIdentifier(part);
            type = member.Type;
            isSensitive |= member.Marks.IsSensitive;
        }

        if (!Scalars.IsScalar(type))
        {
            return (null, null, ($"'{string.Join(".", path)}' is no single value", "Name one of its members"));
        }

        if (format.Length > 0 && !isSensitive && Formats.WhyNot(type, format.Substring(1)) is { } reason)
        {
            return (null, null, (reason, "Use a format that ToString takes, such as 0.000 or N2 for numbers"));
        }

        return isSensitive ? ("***", null, null) : ($"{{{expression}{Escaped(format)}}}", name, null);
    }

    /// <summary>Text as it stands between the quotes of a string.</summary>
    private static string Escaped(string text)
    {
        var quoted = SourceWriter.Literal(text);
        return quoted.Substring(1, quoted.Length - 2);
    }
}
