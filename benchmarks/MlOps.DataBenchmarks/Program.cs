using MlOps.DataBenchmarks;

// Both benchmarks write large files, into the folder given or a temporary one, and print a table for benchmarks/results/<cpu>/.
var folder = args.Length > 0 ? Directory.CreateDirectory(args[0]) : Directory.CreateTempSubdirectory("mlops-data-benchmark-");
try
{
    Directory.SetCurrentDirectory(folder.FullName);
    Console.WriteLine($"{Environment.ProcessorCount} processors, {Environment.OSVersion}, .NET {Environment.Version}\n");
    TypedRows.Measure(folder.FullName);
    FirstBuild.Measure(folder.FullName);
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
