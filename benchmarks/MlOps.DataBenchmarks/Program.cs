using MlOps.DataBenchmarks;

// Some of the benchmarks write large files, into the folder given or a temporary one, and each prints a table for
// benchmarks/results/<cpu>/. With "files" behind the folder only the one with many files runs.
var folder = args.Length > 0 ? Directory.CreateDirectory(args[0]) : Directory.CreateTempSubdirectory("mlops-data-benchmark-");
try
{
    Directory.SetCurrentDirectory(folder.FullName);
    Console.WriteLine($"{Processor()}, {Environment.ProcessorCount} processors, {Environment.OSVersion}, .NET {Environment.Version}\n");
    if (args is not [_, "files"])
    {
        TypedRows.Measure(folder.FullName);
        TypedJsonRows.Measure(folder.FullName);
        ContentHashRows.Measure();
        Md5Lanes.Measure();
        FirstBuild.Measure(folder.FullName);
    }

    ManyFiles.Measure(Path.Combine(folder.FullName, "many"));
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
