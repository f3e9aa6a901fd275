using System.Text;

namespace DigitsTraining;

/// <summary>How often each digit was taken for which: a row a digit, a column an answer.</summary>
internal static class ConfusionMatrix
{
    public static string ToCsv(Network network, IReadOnlyList<Digit> digits)
    {
        var classes = Enumerable.Range(0, Digits.Classes).ToArray();
        var counts = classes.Select(static _ => new int[Digits.Classes]).ToArray();
        foreach (var digit in digits)
        {
            counts[digit.Label][network.Predict(digit)]++;
        }

        var text = new StringBuilder($"digit,{string.Join(',', classes)}\n");
        foreach (var digit in classes)
        {
            text.Append(digit).Append(',').AppendJoin(',', counts[digit]).Append('\n');
        }

        return text.ToString();
    }
}
