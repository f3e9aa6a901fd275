using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MlOps.Benchmarks.WholeProcess;

namespace MlOps.Benchmarks.Mlflow;

/// <summary>
/// A server in a process of its own that answers as an MLflow server does to a client that delivers, after a given time, and keeps nothing: what is
/// measured against it is the client.
/// </summary>
internal static class SinkServer
{
    public const string Child = "mlflow-sink";

    /// <summary>Starts one.</summary>
    /// <param name="delay">Milliseconds from the last byte of a request to its answer.</param>
    public static (Process Process, Uri Uri) Start(int delay)
    {
        var process = OwnProcess.Start(Child, delay.ToString(CultureInfo.InvariantCulture));
        return (process, new Uri(process.StandardOutput.ReadLine()!));
    }

    /// <summary>The child: prints its address, and answers until it is killed.</summary>
    public static int ExecuteChild(string[] arguments)
    {
        var delay = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine($"http://{listener.LocalEndpoint}");
        while (true)
        {
            var client = listener.AcceptTcpClient();
            new Thread(() => Serve(client, delay)) { IsBackground = true }.Start();
        }
    }

    private static void Serve(TcpClient client, int delay)
    {
        using (client)
        {
            client.NoDelay = true;
            using var stream = new BufferedStream(client.GetStream(), 256 * 1024);
            while (ReadRequest(stream) is { } path)
            {
                Thread.Sleep(delay);
                var body = BodyOf(path);
                stream.Write(Encoding.ASCII.GetBytes(string.Create(
                    CultureInfo.InvariantCulture, $"HTTP/1.1 {(body.Length == 0 ? "404 Not Found" : "200 OK")}\r\nContent-Type: application/json\r\nContent-Length: {Math.Max(2, body.Length)}\r\n\r\n{(body.Length == 0 ? "{}" : body)}")));
                stream.Flush();
            }
        }
    }

    /// <summary>Reads a request to its end.</summary>
    /// <returns>Its path; null when the connection is closed.</returns>
    private static string? ReadRequest(BufferedStream stream)
    {
        string? path = null;
        var length = 0L;
        while (ReadLine(stream) is { } line)
        {
            if (line.Length == 0)
            {
                Skip(stream, length);
                return path;
            }

            path ??= line.Split(' ')[1];
            length = line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? long.Parse(line.AsSpan(15), CultureInfo.InvariantCulture) : length;
        }

        return null;
    }

    private static string? ReadLine(BufferedStream stream)
    {
        var line = new StringBuilder();
        for (int read; (read = stream.ReadByte()) >= 0;)
        {
            if (read == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)read);
        }

        return null;
    }

    private static void Skip(BufferedStream stream, long length)
    {
        var buffer = new byte[256 * 1024];
        while (length > 0 && stream.Read(buffer, 0, (int)Math.Min(length, buffer.Length)) is > 0 and var read)
        {
            length -= read;
        }
    }

    private static string BodyOf(string path) => path.Split('?')[0].Split("mlflow/")[^1] switch
    {
        "experiments/get-by-name" => """{"experiment": {"experiment_id": "1", "name": "bench", "lifecycle_stage": "active"}}""",
        "experiments/create" => """{"experiment_id": "1"}""",
        "runs/create" or "runs/get" =>
            """{"run": {"info": {"run_id": "0123456789abcdef0123456789abcdef", "experiment_id": "1", "status": "RUNNING", "lifecycle_stage": "active", "artifact_uri": "mlflow-artifacts:/1/0123456789abcdef0123456789abcdef/artifacts"}, "data": {}}}""",
        "runs/update" => """{"run_info": {"run_id": "0123456789abcdef0123456789abcdef", "experiment_id": "1", "status": "FINISHED", "lifecycle_stage": "active"}}""",
        _ => "{}",
    };
}
