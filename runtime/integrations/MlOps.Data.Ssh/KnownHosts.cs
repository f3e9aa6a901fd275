using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MlOps.Data.Ssh;

/// <summary>The keys that a host is known to have, from the files of <c>ssh</c>.</summary>
internal sealed class KnownHosts
{
    private const int MaxSize = 16 * 1024 * 1024;
    private const string Hashed = "|1|";
    private const string Revoked = "@revoked";

    private readonly List<KnownKey> _keys = [];

    /// <summary>The types of its keys, such as <c>ssh-ed25519</c>.</summary>
    public IReadOnlyCollection<string> Types => [.. _keys.Where(static key => !key.IsRevoked).Select(static key => key.Type).Distinct(StringComparer.Ordinal)];

    /// <summary>How the files call a host.</summary>
    public static string NameOf(string host, int port) => port == 22 ? host : string.Create(CultureInfo.InvariantCulture, $"[{host}]:{port}");

    /// <param name="files">Those that are not there say nothing.</param>
    /// <param name="name">The host as they call it.</param>
    public static KnownHosts Read(IEnumerable<string> files, string name)
    {
        var known = new KnownHosts();
        foreach (var file in files.Where(File.Exists))
        {
            var number = 0;
            foreach (var line in Encoding.UTF8.GetString(AtomicFile.ReadBounded(file, MaxSize)).Split('\n'))
            {
                number++;
                var parts = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
                var isMarked = parts is [['@', ..], ..];
                // A line of "@cert-authority" vouches for certificates, which are not asked for here.
                if (parts.Length < (isMarked ? 4 : 3) || parts[0][0] == '#' || (isMarked && parts[0] != Revoked))
                {
                    continue;
                }

                var fields = isMarked ? parts[1..] : parts;
                if (IsMeant(fields[0], name))
                {
                    known._keys.Add(new KnownKey(fields[1], fields[2], isMarked, $"line {number} of '{file}'"));
                }
            }
        }

        return known;
    }

    /// <summary>Looks a key up.</summary>
    /// <param name="key">The key as it goes over the wire.</param>
    /// <param name="place">Where it, or another one instead of it, stands; null when nothing is known of the host.</param>
    public KnownHost Find(ReadOnlySpan<byte> key, out string? place)
    {
        var text = Convert.ToBase64String(key);
        var found = _keys.Find(known => known.Text == text && known.IsRevoked) ?? _keys.Find(known => known.Text == text);
        place = (found ?? _keys.Find(static known => !known.IsRevoked))?.Place;
        return found is { IsRevoked: true } ? KnownHost.Revoked : found is not null ? KnownHost.Known : place is null ? KnownHost.Unknown : KnownHost.Changed;
    }

    private static bool IsMeant(string field, string name) =>
        field.StartsWith(Hashed, StringComparison.Ordinal) ? IsHashOf(field[Hashed.Length..].Split('|'), name) : SshConfig.Matches(field, name, ',');

    [SuppressMessage("Security", "CA5350", Justification = "The format of OpenSSH; it hides names, and nothing is trusted for it.")]
    private static bool IsHashOf(string[] parts, string name)
    {
        Span<byte> salt = stackalloc byte[64], hash = stackalloc byte[64];
        return parts.Length == 2
            && Convert.TryFromBase64String(parts[0], salt, out var saltLength)
            && Convert.TryFromBase64String(parts[1], hash, out var hashLength)
            && hash[..hashLength].SequenceEqual(HMACSHA1.HashData(salt[..saltLength], Encoding.UTF8.GetBytes(name)));
    }

    private sealed record KnownKey(string Type, string Text, bool IsRevoked, string Place);
}

/// <summary>What is known of the key of a host.</summary>
internal enum KnownHost
{
    /// <summary>Nothing is known of the host.</summary>
    Unknown,

    /// <summary>It has it.</summary>
    Known,

    /// <summary>It had another one.</summary>
    Changed,

    /// <summary>It must not be trusted any more.</summary>
    Revoked,
}
