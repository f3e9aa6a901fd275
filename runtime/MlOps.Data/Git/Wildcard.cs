namespace MlOps.Data.Git;

/// <summary>Matches one name with <c>* ? [a-z] [!a-z] \x</c>, in time bounded by the product of the lengths.</summary>
internal static class Wildcard
{
    internal static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int at = 0, position = 0, star = -1, resume = 0;
        while (position < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                resume = position;
            }
            else if (at < pattern.Length && MatchesOne(pattern[at..], name[position], out var length))
            {
                at += length;
                position++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                position = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].Trim('*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char character, out int length)
    {
        length = 1;
        switch (pattern[0])
        {
            case '?':
                return true;
            case '\\' when pattern.Length > 1:
                length = 2;
                return pattern[1] == character;
            case '[':
                return MatchesClass(pattern, character, out length);
            default:
                return pattern[0] == character;
        }
    }

    private static bool MatchesClass(ReadOnlySpan<char> pattern, char character, out int length)
    {
        var at = 1;
        var negated = at < pattern.Length && pattern[at] is '!' or '^';
        at += negated ? 1 : 0;
        var found = false;
        for (var first = true; at < pattern.Length; first = false)
        {
            // A bracket in the first place stands for itself.
            if (pattern[at] == ']' && !first)
            {
                length = at + 1;
                return found != negated;
            }

            var low = Literal(pattern, ref at);
            var high = low;
            if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                at++;
                high = Literal(pattern, ref at);
            }

            found |= character >= low && character <= high;
        }

        // Never closed: git matches nothing with it.
        length = 1;
        return false;
    }

    private static char Literal(ReadOnlySpan<char> pattern, ref int at)
    {
        if (pattern[at] == '\\' && at + 1 < pattern.Length)
        {
            at++;
        }

        return pattern[at++];
    }
}
