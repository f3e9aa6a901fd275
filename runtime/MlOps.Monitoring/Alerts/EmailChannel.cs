using System.Net;
using System.Net.Mail;

namespace MlOps.Monitoring;

/// <summary>Where and how alerts are mailed.</summary>
/// <param name="Host">The SMTP server.</param>
/// <param name="From">The address of the sender.</param>
/// <param name="To">The addresses of those who are to know.</param>
public sealed record EmailOptions(string Host, string From, IReadOnlyList<string> To)
{
    /// <summary>The port: 587, where mail is handed in.</summary>
    public int Port { get; init; } = 587;

    /// <summary>Whether the connection is encrypted (STARTTLS). Servers that speak TLS from the first byte, on port 465, are not supported.</summary>
    public bool UseTls { get; init; } = true;

    /// <summary>The user; <see langword="null"/> for a server that asks for none.</summary>
    public string? User { get; init; }

    /// <summary>The user's password. It is never written anywhere.</summary>
    public string? Password { get; init; }

    /// <summary>The server and those who are to know, without secrets.</summary>
    public override string ToString() => $"{Host}:{Port} to {string.Join(", ", To)}";
}

/// <summary>Sends alerts by mail.</summary>
public sealed class EmailChannel : IAlertChannel
{
    private readonly EmailOptions _options;

    // Who has yet to get the alert that is tried again; alerts come one at a time.
    private (Guid Alert, IReadOnlyList<string> To) _left;

    /// <param name="options">Where and how.</param>
    /// <exception cref="ArgumentException">Nobody is to know.</exception>
    /// <exception cref="FormatException">An address is none.</exception>
    public EmailChannel(EmailOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.To.Count == 0)
        {
            throw new ArgumentException("Nobody is named who is to get the mail.", nameof(options));
        }

        _options = options;
        using var checkedNow = Message("", "", options.To);
    }

    /// <inheritdoc/>
    public string Name => $"mail by '{_options.Host}'";

    /// <inheritdoc/>
    /// <exception cref="SmtpException">The server did not take it.</exception>
    public async Task SendAsync(Alert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        using var client = new SmtpClient(_options.Host, _options.Port) { EnableSsl = _options.UseTls };
        if (_options.User is not null)
        {
            client.Credentials = new NetworkCredential(_options.User, _options.Password);
        }

        // What ends a subject would begin a header.
        var subject = string.Concat(alert.Message.Select(static letter => char.IsControl(letter) ? ' ' : letter));
        using var message = Message(subject, alert.Message, _left.Alert == alert.Id ? _left.To : _options.To);
        message.Headers.Add("Message-ID", $"<{alert.Id}@{message.From!.Host}>"); // Of the alert, not of the attempt: a mail program shows it once.
        try
        {
            await client.SendMailAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpFailedRecipientException fault)
        {
            // The others have it, and are not to get it again.
            var failed = fault is SmtpFailedRecipientsException { InnerExceptions: var several } ? several : [fault];
            _left = (alert.Id, [.. failed.Select(static one => one.FailedRecipient?.Trim('<', '>')).OfType<string>()]);
            throw;
        }
    }

    private MailMessage Message(string subject, string body, IReadOnlyList<string> to)
    {
        var message = new MailMessage { From = new MailAddress(_options.From), Subject = subject, Body = body };
        foreach (var address in to)
        {
            message.To.Add(new MailAddress(address));
        }

        return message;
    }
}
