using MlOps.Store;

namespace MlOps.Tests.Tracking;

/// <summary>A store that cannot be written stops no training: it is told and counted, and recording goes on when it can.</summary>
public sealed class StoreFailureTests
{
    private const string LargestFile = "ulimit -f 300; trap '' XFSZ"; // Blocks of 1 KiB; more fails as on a full disk.

    [Fact]
    public void AFullDiskStopsNothingAndIsToldAndCounted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The limit is set with ulimit, which Windows lacks.");
        using var store = new TestStore();
        using var writer = WriterProcess.StartLimited(store.Location, LargestFile, "write", "60000");

        Assert.Equal(0, writer.WaitForExit());
        Assert.Contains("trained on", writer.Output.ReadToEnd());
        Assert.Contains("cannot be written", writer.Errors);
        Assert.Contains("values had to be given up", writer.Errors);
        Assert.Contains("things could not be recorded", writer.Errors);
        Assert.Equal(["ok"], store.Query("PRAGMA integrity_check", static row => row.GetString(0)));
    }

    [Fact]
    public void WhatWasLoggedWhileTheDiskWasFullIsThereWhenItHasRoomAgain()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.LogParam("before", 1);
        store.Recorder.Flush();
        var away = store.Location.Folder + " away";

        // The drive is gone: what is open fails as it does on a full disk, and cannot be opened again. Then it is back.
        store.Recorder.LoseStore(new IOException("No space left on device"));
        Directory.Move(store.Location.Folder, away);
        File.WriteAllText(store.Location.Folder, "in the way");
        run.Log("loss", 1, 1);
        run.LogParam("meanwhile", 2);
        store.Recorder.Flush();
        Assert.Contains("cannot be written", store.Shown.ToString());
        File.Delete(store.Location.Folder);
        Directory.Move(away, store.Location.Folder);

        run.Finish();
        var details = store.Read(run);
        Assert.Equal(["before", "meanwhile"], details.Params.Keys);
        Assert.Equal((1, "FINISHED"), (details.Metrics["loss"].Count, details.Run.Status));
        Assert.Contains("recording goes on", store.Shown.ToString());
        Assert.Equal(0, store.Recorder.Faults.Count); // Nothing was lost.
    }

    [Fact]
    public void AStoreThatAnotherProgramLocksForAWhileLosesNothing()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        store.Recorder.Flush();
        using (var other = StoreConnection.OpenToRead(store.Location))
        {
            StoreConnection.Execute(other, "BEGIN IMMEDIATE");
            for (var i = 0; i < 500; i++)
            {
                run.Log("loss", i, i);
            }

            Thread.Sleep(2_500); // Longer than one attempt.
            StoreConnection.Execute(other, "ROLLBACK");
        }

        Assert.Equal(500, store.Read(run).Metrics["loss"].Count);
        Assert.Equal(0, store.Recorder.Faults.Count);
    }

    [Fact]
    public void AStoreThatIsDeletedMeanwhileIsBegunAnew()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let files be deleted that are open.");
        using var store = new TestStore();
        using var run = store.Begin();
        run.LogParam("rate", 0.5);
        run.Log("loss", 1, 1);
        store.Recorder.Flush();

        Directory.Delete(store.Location.Folder, recursive: true);
        run.Log("loss", 2, 2);
        run.Finish();

        var details = store.Read(run);
        Assert.Equal(("FINISHED", 2), (details.Run.Status, details.Metrics["loss"].LastStep));
        Assert.Contains("was deleted or moved away while it was in use", store.Shown.ToString());
        Assert.Equal(1, store.Recorder.Faults.Count);
    }

    [Fact]
    public void AReadOnlyStoreStopsNothing()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no folders that their owner may not write to.");
            return;
        }

        if (Environment.IsPrivilegedProcess && !WriterProcess.IsReadByAll())
        {
            Assert.Skip("Root may write everywhere, and nobody else may read this checkout.");
        }

        using var store = new TestStore();
        var folder = Directory.CreateDirectory(store.Location.Folder);
        const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(folder.Parent!.FullName, ReadOnly | UnixFileMode.UserWrite);
        File.SetUnixFileMode(folder.FullName, ReadOnly);
        using var writer = WriterProcess.StartUnprivileged(store.Location, "write", "10");
        Assert.Equal((0, true), (writer.WaitForExit(), writer.Errors.Contains("make the folder writable", StringComparison.Ordinal)));
        Assert.Empty(folder.EnumerateFileSystemInfos());
        File.SetUnixFileMode(folder.FullName, ReadOnly | UnixFileMode.UserWrite);
    }
}
