using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Security;

/// <summary>Tells names of secrets from names that look like them; much in machine learning is called a token or a key.</summary>
internal static class SecretNames
{
    /// <summary>The words, which <c>mlops_secret_names</c> changes.</summary>
    public static readonly WordList Words = new(
        "mlops_secret_names",
        "password", "passwords", "passwd", "passphrase", "passcode", "pwd", "secret", "secrets", "credential", "credentials",
        "apikey", "apikeys", "accesskey", "accountkey", "privatekey", "secretkey", "storagekey", "subscriptionkey", "sharedkey",
        "signingkey", "encryptionkey", "decryptionkey", "sshkey", "openaikey", "azurekey",
        "token", "accesstoken", "authtoken", "authenticationtoken", "bearertoken", "refreshtoken", "apitoken", "sastoken",
        "securitytoken", "sessiontoken", "oauthtoken", "jwttoken", "hftoken", "huggingfacetoken", "hubtoken", "githubtoken", "gitlabtoken",
        "databrickstoken", "wandbtoken", "mlflowtoken", "trackingtoken", "jwt",
        "connectionstring", "connstring", "connstr", "connectionstr", "sasuri", "sasurl");

    // A pad token and a start token are words of a vocabulary, and not known by the word before.
    private static readonly ImmutableHashSet<string> s_alone = ["token"];

    // Of what is secret, these leave nothing to read.
    private static readonly HashSet<string> s_masks = new(StringComparer.Ordinal)
    {
        "mask", "masked", "redact", "redacted", "hash", "hashed", "sha", "hmac", "digest", "fingerprint", "encrypt", "encrypted", "protect",
        "obfuscate", "anonymize", "anonymise", "hide", "hidden", "scrub", "sanitize", "sanitise", "censor", "has", "is", "describe",
    };

    /// <summary>Whether a parameter, variable or member of this name holds a secret.</summary>
    /// <param name="name">The name.</param>
    /// <param name="words">The words.</param>
    /// <param name="orAlone">Whether <c>token</c> by itself is enough: of an option it is, of a variable in a loop over a text it is not.</param>
    public static bool IsSecret(string name, ImmutableHashSet<string> words, bool orAlone = true) =>
        NameWords.EndWith(name, words, s_alone, orAlone) && !IsMasked(name);

    /// <summary>Whether a configuration or the environment keeps a secret under this key. Nobody keeps words of a vocabulary there.</summary>
    public static bool IsSecretKey(string key, ImmutableHashSet<string> words) =>
        key is not ("PWD" or "OLDPWD") // The folder a shell is in.
        && (key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase) || NameWords.EndWith(key, words));

    /// <summary>Whether what has this name was made unreadable.</summary>
    public static bool IsMasked(string name) => NameWords.Of(name).Any(s_masks.Contains);

    /// <summary>Whether a value of this type can be a secret: a text, not how many letters it has or whether it is there.</summary>
    public static bool CanHold(ITypeSymbol type) => type.SpecialType == SpecialType.System_String
        || (type.Name is "Uri" or "Guid" && type.IsIn("System"))
        || (Scalars.UnderNullable(type) is { Name: "Guid" } guid && guid.IsIn("System"));
}
