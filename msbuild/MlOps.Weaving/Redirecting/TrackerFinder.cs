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
            if (AttributeOf(type) is { } attribute)
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

    public static bool IsTracker(TypeDefinition type) => AttributeOf(type) is not null;

    private static CustomAttribute? AttributeOf(TypeDefinition type) => Attributes.Find(type, KnownNames.TracksMethodName);

    private static (Tracker? Tracker, WeaveError? Error) Match(TypeDefinition type, CustomAttribute attribute)
    {
        if (attribute.ConstructorArguments is not [{ Value: TypeReference declaring }, { Value: string method }]
            || Only(type, KnownNames.Body) is not { } body
            || Only(type, KnownNames.Invoke) is not { } invoke
            || Only(type, KnownNames.Fingerprint) is { HasParameters: true } or { HasGenericParameters: true })
        {
            return (null, WeaveError.MalformedTracker(type));
        }

        var fingerprint = Only(type, KnownNames.Fingerprint);
        var name = new TrackedName(method, LocalTo(attribute));
        var fullName = $"{declaring.FullName.Replace('/', '.')}.{name}";
        var named = declaring.Resolve()?.Methods.Where(candidate => name.IsOf(candidate.Name) && candidate.Module == type.Module).ToList() ?? [];
        var matching = named.Where(candidate => candidate.HasBody && Attributes.AreOfObserved(candidate) && SignatureMatch.Fits(candidate, body)).ToList();
        return matching switch
        {
            [var found] when SignatureMatch.Fits(found, invoke) && (fingerprint is not null || !IsTracked(found)) => (new Tracker(fullName, found, invoke, body, fingerprint), null),
            [_] => (null, WeaveError.MalformedTracker(type)),
            [] => (null, WeaveError.NoSuchMethod(fullName, body, named.FirstOrDefault())),
            [var first, ..] when name.LocalTo is not null => (null, WeaveError.AmbiguousLocalFunction(fullName, first)),
            [var first, ..] => (null, WeaveError.Ambiguous(fullName, first)),
        };
    }

    // Whose code counts: of a monitored method only its calls do.
    private static bool IsTracked(MethodDefinition method) => Attributes.Find(method, KnownNames.TrackedName) is not null;

    private static string? LocalTo(CustomAttribute attribute) =>
        attribute.Properties.FirstOrDefault(static property => property.Name == KnownNames.LocalTo).Argument.Value as string;

    private static MethodDefinition? Only(TypeDefinition type, string name)
    {
        var methods = type.Methods.Where(method => method.Name == name && method is { IsStatic: true, HasBody: true }).ToList();
        return methods is [var only] ? only : null;
    }
}
