using CsCheck;
using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Tests.Profiles;

public sealed class LevelTextTests
{
    // Few letters, so that beginnings, ends and whole texts are often the same.
    private static readonly Gen<string> s_texts = Gen.Char['a', 'b'].Array[0, 40].Select(static letters => new string(letters));

    [Fact]
    public void TextsAreEqualWhenAllTheirCharactersAre() =>
        Gen.Select(s_texts, s_texts).Sample(static (one, other) => LevelText.AreEqual(one, other) == (one == other) && LevelText.AreEqual(one, new string(one)));

    [Fact]
    public void OneCharacterIsEnoughToDiffer() => s_texts.Where(static text => text.Length > 0).Sample(static text =>
        Enumerable.Range(0, text.Length).All(at => !LevelText.AreEqual(text, $"{text[..at]}c{text[(at + 1)..]}")));

    [Fact]
    public void EqualTextsHaveOneHash() => s_texts.Sample(static text => LevelText.Hash(text) == LevelText.Hash(new string(text)));

    [Fact]
    public void EveryCharacterMattersToTheHash()
    {
        var texts = Enumerable.Range(1, 40).SelectMany(static length => Enumerable.Range(0, length).Select(at => new string('a', at) + 'b' + new string('a', length - at - 1))).ToArray();
        Assert.InRange(texts.Select(static text => LevelText.Hash(text)).Distinct().Count(), texts.Length - 2, texts.Length);
    }
}
