using CsCheck;
using MlOps.Data.Remotes.S3;

namespace MlOps.Tests.Data.Remotes;

/// <summary>The signatures of AWS's published examples, and what holds for all.</summary>
public sealed class SignatureV4Tests
{
    private const string Hash = SignatureV4.EmptyHash;

    private static readonly S3Credentials s_example = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);

    public static TheoryData<string, string, string, string, string> Examples => new()
    {
        // "Examples: Signature Calculations in AWS Signature Version 4" of the S3 reference.
        { "GET", "/test.txt", "", $"host:examplebucket.s3.amazonaws.com|range:bytes=0-9|x-amz-content-sha256:{Hash}|x-amz-date:20130524T000000Z", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41" },
        { "GET", "/", "lifecycle", $"host:examplebucket.s3.amazonaws.com|x-amz-content-sha256:{Hash}|x-amz-date:20130524T000000Z", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543" },
        { "GET", "/", "prefix=J&max-keys=2", $"host:examplebucket.s3.amazonaws.com|x-amz-content-sha256:{Hash}|x-amz-date:20130524T000000Z", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void ThePublishedExamplesHaveThePublishedSignatures(string method, string path, string query, string headers, string expected)
    {
        var pairs = headers.Split('|').Select(static header => header.Split(':', 2)).Select(static pair => (pair[0], pair[1])).ToArray();
        var canonical = SignatureV4.Canonical(method, path, query, pairs, Hash);
        Assert.Equal(expected, new SignatureV4(s_example, "us-east-1", "s3").Signature(canonical, "20130524T000000Z"));
    }

    [Fact]
    public void ThePublishedUploadHasThePublishedSignature()
    {
        const string body = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
        var canonical = SignatureV4.Canonical(
            "PUT",
            "/test%24file.text",
            "",
            [("date", "Fri, 24 May 2013 00:00:00 GMT"), ("host", "examplebucket.s3.amazonaws.com"), ("x-amz-content-sha256", body), ("x-amz-date", "20130524T000000Z"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
            body);
        Assert.Equal("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd", new SignatureV4(s_example, "us-east-1", "s3").Signature(canonical, "20130524T000000Z"));
    }

    [Fact]
    public void TheVanillaRequestOfTheTestSuiteHasItsSignature()
    {
        var suite = new S3Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);
        var canonical = SignatureV4.Canonical("GET", "/", "", [("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z")], Hash);
        Assert.Equal("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", new SignatureV4(suite, "us-east-1", "service").Signature(canonical, "20150830T123600Z"));
    }

    [Fact]
    public void ARequestIsSignedAsItGoesOut()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://examplebucket.s3.amazonaws.com/test.txt");
        request.Headers.TryAddWithoutValidation("Range", "bytes=0-9");
        new SignatureV4(s_example, "us-east-1", "s3").Sign(request, Hash, new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, " +
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            request.Headers.GetValues("Authorization").Single());
    }

    [Fact]
    public void ASessionTokenIsSent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://b.s3.amazonaws.com/k");
        new SignatureV4(s_example with { SessionToken = "token" }, "us-east-1", "s3").Sign(request, Hash, DateTimeOffset.UnixEpoch);
        Assert.Equal("token", request.Headers.GetValues("x-amz-security-token").Single());
        Assert.Contains("x-amz-security-token", request.Headers.GetValues("Authorization").Single());
    }

    [Fact]
    public void EscapesAreUndoneByUnescapingAndHoldOnlyWhatAwsAllows() => Gen.String.Where(static text => !text.Any(char.IsSurrogate)).Sample(static text =>
    {
        var escaped = SignatureV4.Escape(text);
        return Uri.UnescapeDataString(escaped) == text && escaped.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '%');
    }, iter: 5_000);

    [Fact]
    public void NeitherTheOrderOfParametersAndHeadersNorBlanksChangeWhatIsSigned() =>
        Gen.Select(Gen.String[Gen.Char["ab -%é/="], 0, 5], Gen.String[Gen.Char["ab ="], 0, 5]).Array[1, 5].Sample(static pairs =>
        {
            string Query(IEnumerable<(string, string)> some) => string.Join('&', some.Select(static pair => $"{SignatureV4.Escape(pair.Item1)}={SignatureV4.Escape(pair.Item2)}"));

            (string, string)[] headers = [("host", "h"), ("x-amz-date", "a  b")];
            return SignatureV4.Canonical("GET", "/a b", Query(pairs), headers, Hash)
                == SignatureV4.Canonical("GET", "/a%20b", Query(pairs.Reverse()), [("x-amz-date", " a b "), ("host", "h")], Hash);
        }, iter: 2_000);
}
