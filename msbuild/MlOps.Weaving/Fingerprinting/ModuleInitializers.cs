using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>What runs when a module is loaded, before any of its code. That of the generator registers how to observe.</summary>
internal sealed class ModuleInitializers(CodeScope scope)
{
    private readonly Dictionary<ModuleDefinition, IReadOnlyList<MethodDefinition>> _known = [];

    public IReadOnlyList<MethodDefinition> Of(ModuleDefinition module)
    {
        if (!_known.TryGetValue(module, out var known))
        {
            _known.Add(module, known = Read(module));
        }

        return known;
    }

    private IReadOnlyList<MethodDefinition> Read(ModuleDefinition module)
    {
        var code = module.GetType("<Module>")?.Methods.FirstOrDefault(static method => method is { IsConstructor: true, IsStatic: true, HasBody: true });
        return code is null ? [] : [.. code.Body.Instructions
            .Select(static instruction => instruction.Operand)
            .OfType<MethodReference>()
            .Select(scope.Find)
            .OfType<MethodDefinition>()
            .Where(static called => !WovenCode.IsOfGenerator(called.DeclaringType))];
    }
}
