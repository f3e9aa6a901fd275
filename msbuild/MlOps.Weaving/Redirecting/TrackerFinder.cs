using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Finds every tracker and the one method that it records.</summary>
internal static class TrackerFinder
{
    public static (IReadOnlyList<Tracker> Trackers, IReadOnlyList<WeaveError> Errors) Find(ModuleDefinition module)
    {
        var trackers = new List<Tracker>();
        var errors = new List<WeaveError>();
        foreach (var type in module.GetTypes())
        {
            if (IsTracker(type, out var attribute))
            {
                var (tracker, error) = Match(type, attribute);
                if (tracker is null)
                {
                    errors.Add(error!);
                }
                else
                {
                    trackers.Add(tracker);
                }
            }
        }

        errors.AddRange(trackers
            .GroupBy(static tracker => tracker.Method)
            .Where(static claims => claims.Count() > 1)
            .Select(static claims => WeaveError.Ambiguous(claims.First().MethodName, claims.Key)));
        return (trackers, errors);
    }

    public static bool IsTracker(TypeDefinition type) => IsTracker(type, out _);

    private static bool IsTracker(TypeDefinition type, out CustomAttribute attribute)
    {
        attribute = type.CustomAttributes.FirstOrDefault(static candidate => candidate.AttributeType.FullName == KnownNames.TracksMethod)!;
        return attribute is not null;
    }

    private static (Tracker? Tracker, WeaveError? Error) Match(TypeDefinition type, CustomAttribute attribute)
    {
        if (attribute.ConstructorArguments is not [{ Value: TypeReference declaring }, { Value: string name }]
            || Only(type, KnownNames.Body) is not { } body
            || Only(type, KnownNames.Invoke) is not { } invoke
            || Only(type, KnownNames.Fingerprint) is not { Parameters.Count: 0 } fingerprint)
        {
            return (null, WeaveError.MalformedTracker(type));
        }

        var named = declaring.Resolve()?.Methods.Where(method => method.Name == name && method.Module == type.Module).ToList() ?? [];
        var matching = named.Where(method => IsTracked(method) && SignatureMatch.Fits(method, body)).ToList();
        var fullName = Tracker.NameOf(declaring, name);
        return matching switch
        {
            [var method] => (new Tracker(method, invoke, body, fingerprint), null),
            [] => (null, WeaveError.NoSuchMethod(fullName, body, named.FirstOrDefault())),
            [var first, ..] => (null, WeaveError.Ambiguous(fullName, first)),
        };
    }

    private static MethodDefinition? Only(TypeDefinition type, string name)
    {
        var methods = type.Methods.Where(method => method.Name == name && method is { IsStatic: true, HasBody: true }).ToList();
        return methods is [var only] ? only : null;
    }

    private static bool IsTracked(MethodDefinition method) =>
        method.HasBody && method.CustomAttributes.Any(static attribute => attribute.AttributeType.FullName == KnownNames.Tracked);
}
