using MlOps.DataBenchmarks;

if (args is ["child", var what, var place])
{
    ManyFiles.RunChild(what, place);
    return;
}

// Some of the benchmarks write large files, into the folder given or a temporary one, and each prints a table for
// benchmarks/results/<cpu>/. With names behind the folder only those run.
var folder = args.Length > 0 ? Directory.CreateDirectory(args[0]) : Directory.CreateTempSubdirectory("mlops-data-benchmark-");
try
{
    Directory.SetCurrentDirectory(folder.FullName);
    Console.WriteLine($"{Processor()}, {Environment.ProcessorCount} processors, {Environment.OSVersion}, .NET {Environment.Version}\n");
    Run("rows", () => TypedRows.Measure(folder.FullName));
    Run("rows", () => TypedJsonRows.Measure(folder.FullName));
    Run("content", ContentHashRows.Measure);
    Run("md5", Md5Lanes.Measure);
    Run("large", () => FirstBuild.Measure(folder.FullName));
    Run("files", () => ManyFiles.Measure(Path.Combine(folder.FullName, "many")));
    Run("status", () => ManyFiles.MeasureStatus(Path.Combine(folder.FullName, "many")));
    Run("million", () => ManyFiles.MeasureMillion(Path.Combine(folder.FullName, "million")));
    Run("push", () => PushObjects.Measure(Path.Combine(folder.FullName, "push")));
}
finally
{
    if (args.Length == 0)
    {
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.IsReadOnly = false;
        }

        folder.Delete(recursive: true);
    }
}

static string Processor() => File.Exists("/proc/cpuinfo")
    ? File.ReadLines("/proc/cpuinfo").First(static line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':', 2)[1].Trim()
    : System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();

void Run(string name, Action measure)
{
    if (args.Length < 2 || args.AsSpan(1).Contains(name))
    {
        measure();
    }
}
