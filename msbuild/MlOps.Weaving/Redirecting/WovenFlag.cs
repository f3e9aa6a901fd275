using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>Makes the generated <c>IsWoven</c> tell the truth, so that code that is not woven can say so when it runs.</summary>
internal static class WovenFlag
{
    public static IReadOnlyList<WeaveError> Raise(ModuleDefinition module)
    {
        var errors = new List<WeaveError>();
        foreach (var type in module.Types.Where(static type => Attributes.Find(type, KnownNames.TracksModuleName) is not null))
        {
            if (type.Methods.SingleOrDefault(IsFlag) is { } flag)
            {
                NewBody.Of(flag, Instruction.Create(OpCodes.Ldc_I4_1));
            }
            else
            {
                errors.Add(WeaveError.MalformedModule(type));
            }
        }

        return errors;
    }

    private static bool IsFlag(MethodDefinition method) =>
        method is { Name: KnownNames.IsWoven, IsStatic: true, HasBody: true, HasParameters: false, HasGenericParameters: false }
        && method.ReturnType.MetadataType == MetadataType.Boolean;
}
