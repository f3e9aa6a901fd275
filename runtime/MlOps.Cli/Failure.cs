using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using MlOps.Data;
using MlOps.Data.Remotes;
using MlOps.MLflow;
using MlOps.Monitoring;
using MlOps.Store;

namespace MlOps.Cli;

/// <summary>How a command tells that it could not be carried out: a line on the error stream, and with <c>--json</c> a document, too.</summary>
internal static class Failure
{
    /// <summary>Tells, and gives what to exit with.</summary>
    public static int Tell(ParseResult parsed, Exception problem, int exit = ExitCode.Failed) =>
        Tell(parsed, exit == ExitCode.Usage ? "usage" : CodeOf(problem), problem.Message, PathOf(problem), exit);

    public static int Tell(ParseResult parsed, string code, string message, string? path, int exit)
    {
        Console.Error.WriteLine($"mlops: {TerminalText.Of(message)}");
        if (IsJson(parsed))
        {
            try
            {
                WriteJson(Console.OpenStandardOutput(), code, message, path);
            }
            catch (IOException)
            {
                // A disk that is full, a pipe that is gone: most likely what was just told.
            }
        }

        return exit;
    }

    // By what was typed: of a command that was written wrongly the options are not known.
    private static bool IsJson(ParseResult parsed) =>
        parsed.Tokens.TakeWhile(static token => token.Type != TokenType.DoubleDash).Any(static token => token.Value == "--json");

    private static string CodeOf(Exception problem) => problem switch
    {
        DatasetException dataset => dataset.Code,
        DataOperationException => "refused",
        DvcFormatException or TableException => "invalid_file",
        CorruptObjectException => "corrupt",
        RemoteException or HttpRequestException => "remote",
        MlflowException => "mlflow",
        StoreException => "store",
        ModelRegistryException => "registry",
        FileNotFoundException or DirectoryNotFoundException => "not_found",
        IOException or UnauthorizedAccessException => "io",
        _ => "failed",
    };

    private static string? PathOf(Exception problem) => problem switch
    {
        DatasetException dataset => dataset.File,
        DataOperationException operation => operation.File,
        DvcFormatException format => format.File,
        TableException table => table.File,
        FileNotFoundException file => file.FileName,
        _ => null,
    };

    private static void WriteJson(Stream output, string code, string message, string? path)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("code", code);
        writer.WriteString("message", message);
        writer.WriteString("path", path);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
