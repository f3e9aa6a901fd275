using System.Collections.Frozen;
using static MlOps.Data.Config.ConfigRule;

namespace MlOps.Data.Config;

/// <summary>The settings that DVC 3.64 knows, by section.</summary>
internal static class ConfigSchema
{
    private static readonly ConfigRule s_shared = Choice("group");

    private static readonly FrozenDictionary<string, FrozenDictionary<string, ConfigRule>> s_sections = new Dictionary<string, FrozenDictionary<string, ConfigRule>>
    {
        ["core"] = Section(
            ("remote", Text), ("checksum_jobs", Count), ("interactive", Truth), ("analytics", Truth), ("hardlink_lock", Truth), ("no_scm", Truth),
            ("autostage", Truth), ("experiments", Truth), ("check_update", Truth), ("site_cache_dir", Text), ("machine", Text)),
        ["cache"] = Section(
            ("dir", Text), ("type", LinkKinds), ("protected", Truth), ("shared", s_shared), ("slow_link_warning", Truth), ("verify", Truth),
            ("local", Text), ("s3", Text), ("gs", Text), ("hdfs", Text), ("webhdfs", Text), ("ssh", Text), ("azure", Text)),
        ["state"] = Section(("dir", Text), ("row_limit", Count), ("row_cleanup_quota", Number)),
        ["index"] = Section(("dir", Text)),
        ["feature"] = Section(("machine", Truth)),
        ["plots"] = Section(("html_template", Text), ("auto_open", Truth), ("out_dir", Text)),
        ["exp"] = Section(
            ("code", Text), ("data", Text), ("models", Text), ("metrics", Text), ("params", Text), ("plots", Text), ("live", Text),
            ("auto_push", Truth), ("git_remote", Text)),
        ["parsing"] = Section(("bool", Choice("store_true", "boolean_optional")), ("list", Choice("nargs", "append"))),
        ["hydra"] = Section(("enabled", Truth), ("config_dir", Text), ("config_module", Text), ("config_name", Text), ("plugins_path", Text)),
        ["studio"] = Section(("token", Text), ("url", Text), ("repo_url", Text), ("offline", Truth)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] s_ofEveryRemote = ["url", "checksum_jobs", "jobs", "worktree", "no_traverse", "version_aware"];

    private static readonly string[] s_http =
        ["auth", "custom_auth_header", "user", "password", "ask_password", "ssl_verify", "method", "connect_timeout", "read_timeout", "verify"];

    private static readonly string[] s_webdav =
        ["user", "password", "ask_password", "token", "bearer_token_command", "custom_auth_header", "cert_path", "key_path", "timeout", "ssl_verify", "verify"];

    private static readonly FrozenDictionary<string, string[]> s_ofRemotes = new Dictionary<string, string[]>
    {
        [""] = ["type", "protected", "shared", "slow_link_warning", "verify"],
        ["s3"] =
        [
            "region", "profile", "credentialpath", "configpath", "endpointurl", "access_key_id", "secret_access_key", "session_token", "listobjects",
            "use_ssl", "allow_anonymous_login", "ssl_verify", "sse", "sse_kms_key_id", "sse_customer_algorithm", "sse_customer_key", "acl", "grant_read",
            "grant_read_acp", "grant_write_acp", "grant_full_control", "cache_regions", "read_timeout", "connect_timeout", "multipart_threshold",
            "multipart_chunksize", "max_concurrent_requests", "max_queue_size", "verify",
        ],
        ["gs"] = ["projectname", "credentialpath", "endpointurl", "verify", "allow_anonymous_login"],
        ["ssh"] =
        [
            "type", "port", "user", "password", "ask_password", "passphrase", "ask_passphrase", "keyfile", "timeout", "gss_auth", "allow_agent",
            "max_sessions", "verify",
        ],
        ["hdfs"] = ["user", "kerb_ticket", "replication"],
        ["webhdfs"] = ["kerberos", "kerberos_principal", "proxy_to", "ssl_verify", "token", "use_https", "user", "password", "data_proxy_target", "verify"],
        ["azure"] =
        [
            "connection_string", "sas_token", "account_name", "account_key", "tenant_id", "client_id", "client_secret", "allow_anonymous_login",
            "exclude_environment_credential", "exclude_visual_studio_code_credential", "exclude_shared_token_cache_credential",
            "exclude_managed_identity_credential", "verify", "timeout", "read_timeout", "connection_timeout",
        ],
        ["oss"] = ["oss_key_id", "oss_key_secret", "oss_endpoint", "verify"],
        ["gdrive"] =
        [
            "profile", "gdrive_use_service_account", "gdrive_client_id", "gdrive_client_secret", "gdrive_user_credentials_file",
            "gdrive_service_account_user_email", "gdrive_service_account_json_file_path", "gdrive_trash_only", "gdrive_acknowledge_abuse", "verify",
        ],
        ["http"] = s_http,
        ["https"] = s_http,
        ["webdav"] = s_webdav,
        ["webdavs"] = s_webdav,
        ["remote"] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_truths = FrozenSet.Create(
        StringComparer.Ordinal,
        "worktree", "no_traverse", "version_aware", "protected", "slow_link_warning", "verify", "listobjects", "use_ssl", "allow_anonymous_login",
        "ask_password", "ask_passphrase", "gss_auth", "allow_agent", "kerberos", "use_https", "exclude_environment_credential",
        "exclude_visual_studio_code_credential", "exclude_shared_token_cache_credential", "exclude_managed_identity_credential",
        "gdrive_trash_only", "gdrive_acknowledge_abuse");

    /// <summary>Why DVC would not take a setting; null when it would.</summary>
    /// <param name="section">The section, named ones in full: <c>remote "store"</c>.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, or null when only the name matters.</param>
    /// <param name="url">The address of the remote that is meant, as far as it is known.</param>
    public static string? Problem(string section, string key, string? value, string? url = null)
    {
        ConfigRule? rule;
        if (DvcConfig.RemoteNameOf(section) is not null)
        {
            var known = OptionsOf(url);
            rule = known is null || known.Contains(key, StringComparer.Ordinal) ? RuleOfRemote(key) : null;
            if (rule is null)
            {
                return $"a remote at '{Secrets.WithoutPassword(url!)}' has no option '{key}'{Near(key, known!)}";
            }
        }
        else if (!s_sections.TryGetValue(section, out var options))
        {
            return $"there is no section '{section}'{Near(section, [.. s_sections.Keys, "remote"])}";
        }
        else if (!options.TryGetValue(key, out rule))
        {
            return $"section '{section}' has no option '{key}'{Near(key, options.Keys)}";
        }

        return value is null || rule.Accepts(value) ? null : $"{key} cannot be '{Secrets.Shown(key, value)}', only {rule.Expected}";
    }

    private static ConfigRule RuleOfRemote(string key) => key switch
    {
        "type" => LinkKinds,
        "shared" => s_shared,
        "jobs" or "checksum_jobs" => Count,
        "port" or "timeout" or "max_sessions" => Number,
        "read_timeout" or "connect_timeout" => Seconds,
        "auth" => Choice("basic", "digest", "custom"),
        _ => s_truths.Contains(key) ? Truth : Text,
    };

    /// <returns>Null when any option may be meant.</returns>
    private static IReadOnlyCollection<string>? OptionsOf(string? url)
    {
        if (url is null)
        {
            return null;
        }

        var scheme = ConfigPaths.IsUrl(url) ? url[..url.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant() : "";
        return scheme == "remote" || !s_ofRemotes.TryGetValue(scheme == "file" ? "" : scheme, out var own) ? null : [.. s_ofEveryRemote, .. own];
    }

    private static string Near(string name, IEnumerable<string> known)
    {
        var near = known.Where(other => Distance(name, other) <= Math.Max(2, name.Length / 3)).OrderBy(other => Distance(name, other)).Take(3).ToArray();
        return near.Length != 0 ? $": did you mean {string.Join(" or ", near)}?" : $"; there are {string.Join(", ", known.Order(StringComparer.Ordinal))}";
    }

    // Levenshtein's; names are short.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }

    private static FrozenDictionary<string, ConfigRule> Section(params (string Key, ConfigRule Rule)[] options) =>
        options.ToFrozenDictionary(static option => option.Key, static option => option.Rule, StringComparer.Ordinal);
}
