using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MlOps.Generators.Analyzers;

/// <summary>What .NET and ML.NET do with a path that they are given.</summary>
internal static class FileCalls
{
    private static readonly ILookup<string, (string Type, string Parameter, FileUse Use)> s_members = Members().ToLookup(
        static row => row.Member, static row => (row.Type, row.Parameter, row.Use), StringComparer.Ordinal);

    /// <summary>What is done with the file whose path is an argument.</summary>
    public static FileUse UseOf(IArgumentOperation argument)
    {
        if (argument.Parameter?.ContainingSymbol is not IMethodSymbol method)
        {
            return FileUse.Unknown;
        }

        var name = method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.Name;
        foreach (var (type, parameter, use) in s_members[name])
        {
            if (parameter == argument.Parameter.Name && method.ContainingType.ToDisplayString() == type)
            {
                return use == FileUse.ByMode ? ByMode(argument.Parent) : use;
            }
        }

        return FileUse.Unknown;
    }

    private static FileUse ByMode(IOperation? call)
    {
        var arguments = call switch
        {
            IInvocationOperation invocation => invocation.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => [],
        };
        var access = Value("access");
        if (access is not null)
        {
            return (access & (int)FileAccess.Write) == 0 ? FileUse.Reads : FileUse.Writes;
        }

        return Value("mode") switch
        {
            null => FileUse.Unknown,
            (int)FileMode.Open => FileUse.Reads,
            _ => FileUse.Writes,
        };

        int? Value(string parameter) => arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter && argument.ArgumentKind == ArgumentKind.Explicit)
            ?.Value.ConstantValue is { HasValue: true, Value: int value } ? value : null;
    }

    private static IEnumerable<(string Type, string Member, string Parameter, FileUse Use)> Members()
    {
        const string File = "System.IO.File";
        foreach (var member in new[] { "ReadAllText", "ReadAllLines", "ReadLines", "ReadAllBytes" })
        {
            yield return (File, member, "path", FileUse.Reads);
            yield return (File, member + "Async", "path", FileUse.Reads);
        }

        yield return (File, "OpenRead", "path", FileUse.Reads);
        yield return (File, "OpenText", "path", FileUse.Reads);
        yield return (File, "Copy", "sourceFileName", FileUse.Reads);
        yield return ("System.IO.StreamReader", "StreamReader", "path", FileUse.Reads);
        foreach (var member in new[] { "GetFiles", "EnumerateFiles", "GetDirectories", "EnumerateDirectories", "GetFileSystemEntries", "EnumerateFileSystemEntries" })
        {
            yield return ("System.IO.Directory", member, "path", FileUse.Reads);
        }

        foreach (var member in new[] { "WriteAllText", "WriteAllLines", "WriteAllBytes", "AppendAllText", "AppendAllLines", "AppendAllBytes" })
        {
            yield return (File, member, "path", FileUse.Writes);
            yield return (File, member + "Async", "path", FileUse.Writes);
        }

        foreach (var member in new[] { "Create", "CreateText", "AppendText", "OpenWrite", "Delete" })
        {
            yield return (File, member, "path", FileUse.Writes);
        }

        foreach (var parameter in new[] { "sourceFileName", "destFileName" })
        {
            yield return (File, "Move", parameter, FileUse.Writes);
        }

        yield return (File, "Copy", "destFileName", FileUse.Writes);
        yield return (File, "Replace", "destinationFileName", FileUse.Writes);
        yield return ("System.IO.StreamWriter", "StreamWriter", "path", FileUse.Writes);
        yield return ("System.IO.Directory", "Delete", "path", FileUse.Writes);
        yield return (File, "Open", "path", FileUse.ByMode);
        yield return ("System.IO.FileStream", "FileStream", "path", FileUse.ByMode);

        yield return ("Microsoft.ML.TextLoaderSaverCatalog", "LoadFromTextFile", "path", FileUse.Reads);
        yield return ("Microsoft.ML.BinaryLoaderSaverCatalog", "LoadFromBinary", "path", FileUse.Reads);
        yield return ("Microsoft.ML.SvmLightLoaderSaverCatalog", "LoadFromSvmLightFile", "path", FileUse.Reads);
        yield return ("Microsoft.ML.Data.MultiFileSource", "MultiFileSource", "paths", FileUse.Reads);
        yield return ("Microsoft.ML.DataLoaderExtensions", "Load", "path", FileUse.Reads);
        yield return ("Microsoft.ML.ModelOperationsCatalog", "Save", "filePath", FileUse.Writes);
        yield return ("Microsoft.Data.Analysis.DataFrame", "LoadCsv", "filename", FileUse.Reads);
        yield return ("Microsoft.Data.Analysis.DataFrame", "SaveCsv", "path", FileUse.Writes);
    }
}

/// <summary>What a call does with a file.</summary>
internal enum FileUse
{
    Unknown,
    Reads,
    Writes,

    /// <summary>As its arguments <c>mode</c> and <c>access</c> say.</summary>
    ByMode,
}
