namespace MlOps.Weaving;

/// <summary>Points tracked methods at their generated trackers in a compiled assembly, and stamps their code fingerprints.</summary>
public static class Weaver
{
    /// <summary>Weaves one assembly in place: the whole of it, or, when something is wrong, nothing.</summary>
    /// <param name="request">The assembly, and what the compiler knew when it made it.</param>
    /// <returns>What was done. Weaving the same input again gives the same bytes; a woven assembly is left alone.</returns>
    public static WeaveResult Weave(WeaveRequest request)
    {
        try
        {
            var image = AssemblyImage.Read(request);
            return image.State switch
            {
                WeavingState.NoTrackers => new(WeaveOutcome.NothingToWeave, [], []),
                WeavingState.Unwoven => Weave(request, UnwovenCopy.Keep(request, image)),
                _ => UnwovenCopy.Find(request) is { } unwoven ? Weave(request, unwoven) : new(WeaveOutcome.AlreadyWoven, [], []),
            };
        }
        catch (WeaveException problem)
        {
            return Failed([problem.Error]);
        }
        catch (Exception problem)
        {
            // Whatever Cecil meets in a file it cannot handle: the build says so at the file and leaves it as it is.
            return Failed([WeaveError.Unusable(request.AssemblyPath, problem)]);
        }
    }

    private static WeaveResult Weave(WeaveRequest request, AssemblyImage image)
    {
        using var assembly = OpenAssembly.Open(request, image);
        var (trackers, errors) = TrackerFinder.Find(assembly.Module);
        if (errors.Count > 0)
        {
            return Failed(errors);
        }

        if (trackers.Count == 0)
        {
            return new(WeaveOutcome.NothingToWeave, [], []);
        }

        // All fingerprints first: weaving one method would change what another one calls.
        var fingerprints = Fingerprints(request, assembly, [.. trackers.Where(static tracker => tracker.Fingerprint is not null)]);
        foreach (var tracker in trackers)
        {
            TrackerRedirect.Apply(tracker, fingerprints.GetValueOrDefault(tracker));
        }

        var flagErrors = WovenFlag.Raise(assembly.Module);
        if (flagErrors.Count > 0)
        {
            return Failed(flagErrors);
        }

        assembly.Save(request);
        return new(WeaveOutcome.Woven, [.. trackers.Select(tracker => new WovenMethod(tracker.MethodName, fingerprints.GetValueOrDefault(tracker)))], []);
    }

    private static Dictionary<Tracker, string> Fingerprints(WeaveRequest request, OpenAssembly assembly, Tracker[] trackers)
    {
        if (trackers.Length == 0)
        {
            return [];
        }

        var code = new CodeFingerprint(request, assembly.Module, trackers.Select(static tracker => tracker.Method));
        var closures = trackers.Select(tracker => code.Of(tracker.Method)).ToList();
        CodeResource.Add(assembly.Module, request, code.Graph, closures);
        return trackers.Zip(closures).ToDictionary(static pair => pair.First, static pair => pair.Second.Fingerprint);
    }

    private static WeaveResult Failed(IReadOnlyList<WeaveError> errors) => new(WeaveOutcome.Failed, [], errors);
}
