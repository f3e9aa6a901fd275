// A program with a run, for tests that start several of them, kill them, or take the disk away. Its store is MLOPS_HOME.
using System.Diagnostics;
using MlOps;

const string Metric = "loss";

switch (args)
{
    case ["write", var count]: // Logs so many values and ends in good order.
        Write(long.Parse(count));
        break;

    case ["flood"]: // Logs until it is killed; says what step it has come to.
        Flood();
        break;

    case ["pace"]: // Logs the milliseconds since its start, about one a millisecond, until it is killed; says them too.
        Pace();
        break;

    case ["wait"]: // Keeps a run open until its input ends.
        Wait();
        break;

    default:
        return 2;
}

return 0;

static void Write(long count)
{
    using var run = Run.Begin(new TrackedMethod("Tests.Writer.Write"));
    for (var step = 0L; step < count; step++)
    {
        run.Log(Metric, step, step);
    }

    Console.WriteLine($"{run.RunId} trained on");
}

static void Flood()
{
    using var run = Run.Begin(new TrackedMethod("Tests.Writer.Flood"));
    Console.WriteLine(run.RunId);
    var since = Stopwatch.StartNew();
    for (var step = 0L; ; step++)
    {
        run.Log(Metric, step, step);
        if (step % 100 == 0)
        {
            Console.WriteLine($"{step} {since.ElapsedMilliseconds}");
            Thread.Sleep(1);
        }
    }
}

static void Pace()
{
    using var run = Run.Begin(new TrackedMethod("Tests.Writer.Pace"));
    Console.WriteLine(run.RunId);
    var since = Stopwatch.StartNew();
    for (var step = 0L; ; step++)
    {
        var now = since.ElapsedMilliseconds;
        run.Log(Metric, now, step);
        Console.WriteLine(now);
        Thread.Sleep(1);
    }
}

static void Wait()
{
    using var run = Run.Begin(new TrackedMethod("Tests.Writer.Wait"));
    run.Log(Metric, 1, 1);
    Run.Flush();
    Console.WriteLine(run.RunId);
    Console.In.ReadToEnd();
}
