namespace MlOps.Data;

/// <summary>The messages of <see cref="DatasetException"/>: what, where, and what to type.</summary>
internal static class DatasetErrors
{
    // The build and the commands say the same.
    private const string Anew = "and have it written anew by 'mlops data add' or a build";
    private const string Update = "dotnet build -p:MlOpsDatasetMode=Update";

    /// <param name="file">The data set.</param>
    /// <param name="place">Where its path stands.</param>
    internal static DatasetException Missing(string file, string place = " in the <Dataset> item") => new(
        DatasetException.FileMissing, file,
        File.Exists(DvcPointer.FileFor(file))
            ? $"Data set '{file}' does not exist, but its pointer does: fetch it with 'mlops data pull \"{DvcPointer.FileFor(file)}\"' or copy it there."
            : $"Data set '{file}' does not exist: put the file there or correct the path{place}.");

    internal static DatasetException Differs(string file, OutputContent found, DvcOutput expected) => new(
        DatasetException.ContentDiffers, file,
        $"Data set '{file}' has MD5 {found.Md5} ({found.Size} bytes), but '{DvcPointer.FileFor(file)}' says {expected.Md5 ?? "nothing"}" +
        $"{(expected.Size is { } size ? $" ({size} bytes)" : "")}: if the new content is meant, run '{Update}' and commit the pointer; " +
        "if not, restore the file with 'mlops data checkout'.");

    internal static DatasetException NoPointer(string file) => new(
        DatasetException.PointerMissing, file,
        $"Data set '{file}' has no pointer '{DvcPointer.FileFor(file)}': run '{Update}' and commit the pointer that it writes.");

    internal static DatasetException Unreadable(string file, Exception problem) => new(
        DatasetException.FileUnreadable, file,
        $"Data set '{file}' cannot be read: {problem.Message} Close the programs that use it, check its permissions, and try again.",
        problem);

    internal static DatasetException InvalidPointer(DvcFormatException problem) => new(
        DatasetException.PointerInvalid, problem.File, $"{(problem.File.EndsWith(DvcPointer.Extension, StringComparison.Ordinal) ? "Pointer" : "File")} '{problem.File}' is not valid: {problem.Problem}. {problem.Cure}",
        problem, problem.Line);

    internal static DatasetException UnreadablePointer(string pointer, Exception problem) => new(
        DatasetException.PointerInvalid, pointer,
        $"Pointer '{pointer}' cannot be read: {problem.Message} Check its permissions, or delete it {Anew}.", problem);

    internal static DatasetException OtherPointer(string file, DvcPointer pointer) => new(
        DatasetException.PointerInvalid, pointer.File,
        $"Pointer '{pointer.File}' is about '{pointer.Outputs[0].Path}', not about '{Path.GetFileName(file)}': " +
        $"correct its path, or delete it {Anew}.",
        line: pointer.Outputs[0].Line);

    internal static DatasetException NotStored(string file, Exception problem) => new(
        DatasetException.NotStored, file,
        $"Data set '{file}' could not be versioned: {problem.Message} Make room or give permission, then try again; a build with '-p:MlOpsDatasetMode=Verify' writes nothing.",
        problem);

    internal static DatasetException NoLock(string file, string name) => new(
        DatasetException.SchemaLockOutdated, file,
        $"Data set '{name}' has no schema lock '{file}': build on your machine, which writes it, and commit it.");

    internal static DatasetException InvalidLock(string file, string problem, Exception inner, int line = 0) => new(
        DatasetException.SchemaLockInvalid, file,
        $"Schema lock '{file}' is not valid: {problem}. Correct it, restore it with git, or delete it and build on your machine, which writes it anew.",
        inner, line);
}
