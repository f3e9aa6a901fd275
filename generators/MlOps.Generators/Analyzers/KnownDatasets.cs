using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Generators.Datasets;

namespace MlOps.Generators.Analyzers;

/// <summary>The data sets of a project, by the paths that code may call them by.</summary>
internal sealed class KnownDatasets
{
    private static readonly char[] s_slashes = ['/', '\\'];

    private readonly IReadOnlyList<DatasetModel> _all;
    private readonly ILookup<string, DatasetModel> _byLastSegment;

    private KnownDatasets(IReadOnlyList<DatasetModel> datasets)
    {
        _all = datasets;
        _byLastSegment = datasets.ToLookup(static dataset => Segments(dataset.Source).LastOrDefault() ?? "", StringComparer.Ordinal);
    }

    /// <summary>Those of the list that the build wrote; <see langword="null"/> when it wrote none.</summary>
    public static KnownDatasets? Of(AnalyzerOptions options, CancellationToken cancellationToken) =>
        options.AdditionalFiles.FirstOrDefault(DatasetsParser.IsList) is { } list && DatasetsParser.Parse(list, cancellationToken).Datasets is { Count: > 0 } datasets
            ? new(datasets)
            : null;

    /// <summary>The data set whose class in <c>Datasets</c> has a name.</summary>
    public DatasetModel? Called(string identifier) => _all.FirstOrDefault(dataset => dataset.Identifier == identifier);

    /// <summary>
    /// The data set at a path: from the folder of the project, from the root of the repository, or from anywhere if it is absolute.
    /// Steps up are not counted: programs take them to get out of <c>bin/</c>. <c>tests/data/iris.csv</c> is another file.
    /// </summary>
    /// <param name="path">The path, or the end of it.</param>
    /// <param name="isEnd">Whether something stands before that nobody knows.</param>
    public DatasetModel? At(string path, bool isEnd = false)
    {
        var last = path.Substring(path.LastIndexOfAny(s_slashes) + 1);
        if (!_byLastSegment.Contains(last))
        {
            return null; // Nearly always: no need to look closer.
        }

        var isAbsolute = path[0] is '/' or '\\' || (path.Length > 1 && path[1] == ':');
        var segments = Segments(path);
        return _byLastSegment[last].FirstOrDefault(dataset => Is(dataset.Source) || (dataset.RepositoryPath is { } fromRoot && Is(fromRoot)));

        bool Is(string known)
        {
            var wanted = Segments(known);
            return isAbsolute || isEnd
                ? wanted.Length > 1 && segments.Length >= wanted.Length && segments.Skip(segments.Length - wanted.Length).SequenceEqual(wanted)
                : segments.SequenceEqual(wanted);
        }
    }

    /// <summary>Whether a text may be the last part of a path to a data set.</summary>
    public bool MayEndAt(string text) => _byLastSegment.Contains(text.Substring(text.LastIndexOfAny(s_slashes) + 1));

    private static string[] Segments(string path) =>
        [.. path.Split(s_slashes, StringSplitOptions.RemoveEmptyEntries).SkipWhile(static segment => segment is "." or "..")];
}
