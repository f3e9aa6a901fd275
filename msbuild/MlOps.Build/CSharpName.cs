using System.Text;

namespace MlOps.Build;

/// <summary>Makes names of C# out of names of files and columns.</summary>
internal static class CSharpName
{
    /// <summary><c>breast-cancer_2</c> to <c>BreastCancer2</c>; what C# does not allow in a name separates words. At least <c>_</c>.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length);
        var startsWord = true;
        foreach (var character in name)
        {
            if (!char.IsLetterOrDigit(character))
            {
                startsWord = true;
                continue;
            }

            text.Append(startsWord ? char.ToUpperInvariant(character) : character);
            startsWord = false;
        }

        var identifier = text.ToString();
        // A script without capitals could spell a word of C#'s; none of those begins with a capital or an underscore.
        return identifier.Length == 0 || !char.IsLetter(identifier[0]) ? "_" + identifier : identifier;
    }
}
