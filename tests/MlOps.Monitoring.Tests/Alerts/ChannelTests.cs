using MlOps.Tests;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MlOps.Monitoring.Tests.Alerts;

public sealed class ChannelTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheConsoleHasASentence()
    {
        await using var writer = new StringWriter();
        await new ConsoleChannel(writer).SendAsync(AlertDispatcherTests.Some("iris"), Stop);
        Assert.Equal("Alert: iris: drift.share >= 0.5 (drift.share is 0.75, since 2026-03-01 11:00:00 UTC)" + Environment.NewLine, writer.ToString());
    }

    [Fact]
    public async Task AFileHasALineAnAlert()
    {
        var file = _folder.PathOf("new/alerts.jsonl");
        var channel = new FileChannel(file);
        await channel.SendAsync(AlertDispatcherTests.Some("iris"), Stop);
        await channel.SendAsync(AlertDispatcherTests.Some("iris\nwine", isResolved: true), Stop);
        var states = (await File.ReadAllLinesAsync(file, Stop)).Select(static line => JsonDocument.Parse(line).RootElement)
            .Select(static line => (line.GetProperty("state").GetString(), line.GetProperty("monitor").GetString(), line.GetProperty("value").GetDouble()));
        Assert.Equal([("firing", "iris", 0.75), ("resolved", "iris\nwine", 0.75)], states);
    }

    [Fact]
    public async Task ManyMayWriteToOneFile()
    {
        var file = _folder.PathOf("shared.jsonl");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(writer => Task.Run(
            async () =>
            {
                for (var alert = 0; alert < 5; alert++)
                {
                    await new FileChannel(file).SendAsync(AlertDispatcherTests.Some($"{writer} {alert}"), Stop);
                }
            },
            Stop)));
        var lines = (await File.ReadAllLinesAsync(file, Stop)).Select(static line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(200, lines.Select(static line => line.GetProperty("monitor").GetString()).Distinct().Count());
        Assert.Equal(200, lines.Select(static line => line.GetProperty("id").GetGuid()).Distinct().Count());
    }

    [Fact]
    public async Task AWebhookIsSlacksAndSigned()
    {
        using var server = new WebServer(HttpStatusCode.OK);
        using var channel = new WebhookChannel(server.Address, "a secret");
        await channel.SendAsync(AlertDispatcherTests.Some("<!channel> & iris"), Stop);

        var (head, body) = Assert.Single(server.Requests);
        var headers = head.Split("\r\n").Skip(1).Select(static line => line.Split(": ", 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);
        var signed = Encoding.UTF8.GetBytes($"{headers["X-MlOps-Timestamp"]}.{body}");
        Assert.Equal($"v1={Convert.ToHexStringLower(HMACSHA256.HashData("a secret"u8, signed))}", headers["X-MlOps-Signature"]);
        var document = JsonDocument.Parse(body).RootElement;
        Assert.StartsWith("Alert: &lt;!channel&gt; &amp; iris: drift.share &gt;= 0.5", document.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("danger", document.GetProperty("attachments")[0].GetProperty("color").GetString());
    }

    [Fact]
    public async Task AWebhookThatRefusesOrLeadsElsewhereIsAFaultThatTellsNoSecret()
    {
        using var server = new WebServer(HttpStatusCode.Forbidden, HttpStatusCode.TemporaryRedirect);
        using var channel = new WebhookChannel(server.Address);
        Assert.DoesNotContain("secret", channel.Name, StringComparison.Ordinal);
        Assert.Equal("It answered 403.", (await Assert.ThrowsAsync<HttpRequestException>(() => channel.SendAsync(AlertDispatcherTests.Some("iris"), Stop))).Message);
        Assert.Equal("It answered 307.", (await Assert.ThrowsAsync<HttpRequestException>(() => channel.SendAsync(AlertDispatcherTests.Some("iris"), Stop))).Message);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task MailGoesToEverybodyWhoIsToKnow()
    {
        using var server = new MailServer();
        var channel = new EmailChannel(new EmailOptions("127.0.0.1", "mlops@example.org", ["a@example.org", "b@example.org"]) { Port = server.Port, UseTls = false });
        await channel.SendAsync(AlertDispatcherTests.Some("iris\r\nBcc: c@example.org"), Stop);
        Assert.Equal(["MAIL FROM:<mlops@example.org>", "RCPT TO:<a@example.org>", "RCPT TO:<b@example.org>"], server.Commands.Where(static line => line.Contains('<', StringComparison.Ordinal)));
        Assert.Contains(server.Lines, static line => line.StartsWith("Subject: ", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Head, static line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task WhoHasTheMailDoesNotGetItAgainForTheSakeOfOthers()
    {
        using var server = new MailServer();
        var channel = new EmailChannel(new EmailOptions("127.0.0.1", "mlops@example.org", ["a@example.org", "nobody@example.org"]) { Port = server.Port, UseTls = false });
        var alert = AlertDispatcherTests.Some("iris");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Assert.ThrowsAnyAsync<System.Net.Mail.SmtpException>(() => channel.SendAsync(alert, Stop));
        }

        Assert.Single(server.Commands, static line => line == "RCPT TO:<a@example.org>");
        Assert.Equal(3, server.Commands.Count(static line => line == "RCPT TO:<nobody@example.org>"));
        Assert.Contains($"Message-ID: <{alert.Id}@example.org>", server.Head, StringComparer.OrdinalIgnoreCase);

        // The next alert is for everybody again.
        await Assert.ThrowsAnyAsync<System.Net.Mail.SmtpException>(() => channel.SendAsync(AlertDispatcherTests.Some("wine"), Stop));
        Assert.Equal(2, server.Commands.Count(static line => line == "RCPT TO:<a@example.org>"));
    }

    [Fact]
    public void OptionsShowNoPassword() =>
        Assert.Equal("smtp.example.org:587 to a@example.org", new EmailOptions("smtp.example.org", "b@example.org", ["a@example.org"]) { User = "u", Password = "p" }.ToString());

    public void Dispose() => _folder.Dispose();
}
