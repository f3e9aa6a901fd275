using MlOps.Monitoring.Text;

namespace MlOps.Monitoring.Tests.Text;

public sealed class TextDescriptorTests
{
    [Theory]
    [InlineData("", 0, 0, 1, 0)]
    [InlineData("Hello there. How are you? Fine!", 31, 6, 3, 100.0 * 3 / 31)]
    [InlineData("Dr. Smith lives in the U.S. now", 31, 7, 1, 100.0 * 3 / 31)]
    [InlineData("it's well-known 42", 18, 2, 1, 100.0 * 4 / 18)]
    [InlineData("Größe 😀", 7, 1, 1, 100.0 / 7)]
    public void CharactersWordsAndSentencesAreCounted(string text, double length, double words, double sentences, double nonLetters)
    {
        Assert.Equal(length, TextDescriptor.Length.Describe(text));
        Assert.Equal(words, TextDescriptor.WordCount.Describe(text));
        Assert.Equal(sentences, TextDescriptor.SentenceCount.Describe(text));
        Assert.Equal(nonLetters, TextDescriptor.NonLetterPercentage.Describe(text), 12);
    }

    [Fact]
    public void PiecesAndWordsAreFound()
    {
        Holds("the cat sat", TextDescriptor.Contains(["cat", "dog"]), TextDescriptor.DoesNotContain(["cat", "dog"], all: true), TextDescriptor.BeginsWith("THE", caseSensitive: false),
            TextDescriptor.EndsWith("sat"), TextDescriptor.ExactMatch("the cat sat"), TextDescriptor.IncludesWords(["Cat"]), TextDescriptor.TriggerWords(["sat"]), TextDescriptor.Matches("the .*"));
        HoldsNot("the cat sat", TextDescriptor.Contains(["cat", "dog"], all: true), TextDescriptor.DoesNotContain(["cat"]), TextDescriptor.BeginsWith("THE"), TextDescriptor.EndsWith("SAT"),
            TextDescriptor.ExactMatch("the cat"), TextDescriptor.IncludesWords(["ca"]), TextDescriptor.ExcludesWords(["cat"]), TextDescriptor.TriggerWords(["at"]), TextDescriptor.Matches("cat"));
        Assert.Equal(100.0 / 3, TextDescriptor.OutOfVocabularyPercentage(["The", "cat"]).Describe("the cat sat"), 12);
    }

    [Theory]
    [InlineData("see https://example.org/a", true)]
    [InlineData("ftp://host", true)]
    [InlineData("www.example.org", false)]
    [InlineData("mailto:somebody@example.org", false)]
    [InlineData("(https://example.org)", false)]
    public void LinksAreFound(string text, bool expected) => Assert.Equal(expected ? 1 : 0, TextDescriptor.ContainsLink.Describe(text));

    [Fact]
    public void JsonIsComparedByWhatItSays()
    {
        var same = TextDescriptor.JsonMatch("""{"a":1,"b":[true]}""");
        Holds("""{ "b": [ true ], "a": 1.0 }""", same, TextDescriptor.IsValidJson);
        HoldsNot("""{"a":1}""", same);
        HoldsNot("{'a':1}", same, TextDescriptor.IsValidJson);
    }

    [Fact]
    public void ADescriptionOfAColumnKeepsWhatIsMissing()
    {
        var column = new LevelColumn("comment", new[] { 1, LevelColumn.Missing, 0, 1 }, ["ab", "abc"]);
        var lengths = TextDescriptor.Length.Describe(column);
        Assert.Equal("comment.text_length", lengths.Name);
        Assert.Equal([3, double.NaN, 2, 3], lengths.Values);
    }

    [Fact]
    public void AnExpressionThatNeverEndsIsCutOff() =>
        Assert.Equal(double.NaN, TextDescriptor.Matches("(a+)+b").Describe(new string('a', 40)));

    private static void Holds(string text, params TextDescriptor[] descriptors) => Assert.All(descriptors, descriptor => Assert.Equal((descriptor.Name, 1), (descriptor.Name, descriptor.Describe(text))));

    private static void HoldsNot(string text, params TextDescriptor[] descriptors) => Assert.All(descriptors, descriptor => Assert.Equal((descriptor.Name, 0), (descriptor.Name, descriptor.Describe(text))));
}
