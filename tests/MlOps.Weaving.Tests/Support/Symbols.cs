using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;

namespace MlOps.Tests.Weaving.Support;

/// <summary>Assembly and symbols as any debugger reads them: without Cecil.</summary>
internal sealed class Symbols : IDisposable
{
    private readonly PEReader _image;
    private readonly MetadataReaderProvider _provider;

    public Symbols(Compiled compiled)
    {
        _image = new PEReader(new MemoryStream(compiled.Bytes));
        Assembly = _image.GetMetadataReader();
        var entries = _image.ReadDebugDirectory();
        var embedded = entries.SingleOrDefault(static entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        _provider = embedded.Type == DebugDirectoryEntryType.EmbeddedPortablePdb
            ? _image.ReadEmbeddedPortablePdbDebugDirectoryData(embedded)
            : MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(File.ReadAllBytes(compiled.SymbolPath)));
        Pdb = _provider.GetMetadataReader();
        var link = entries.Single(static entry => entry.Type == DebugDirectoryEntryType.CodeView);
        Link = _image.ReadCodeViewDebugDirectoryData(link);
        LinkStamp = link.Stamp;
    }

    public MetadataReader Assembly { get; }

    public MetadataReader Pdb { get; }

    public CodeViewDebugDirectoryData Link { get; }

    public uint LinkStamp { get; }

    public BlobContentId Id => new(Pdb.DebugMetadataHeader!.Id);

    public MethodDefinitionHandle Method(string type, string method) => Assembly.MethodDefinitions.Single(handle =>
    {
        var definition = Assembly.GetMethodDefinition(handle);
        return Assembly.GetString(definition.Name) == method
            && Assembly.GetString(Assembly.GetTypeDefinition(definition.GetDeclaringType()).Name) == type;
    });

    /// <summary>Visible sequence points as <c>line:column-line:column</c> with the file's name.</summary>
    public IReadOnlyList<string> Lines(string type, string method) => LinesOf(Method(type, method));

    /// <summary>
    /// All methods that have lines, by the name that the user gave them: the same before and after weaving, whatever the weaver moved.
    /// Left out is what the weaver writes over.
    /// </summary>
    public IReadOnlyList<string> LinesOfTheUser() =>
    [
        .. Assembly.MethodDefinitions
            .Where(method => !IsWrittenOver(method))
            .Select(method => (Name: NameOf(method), Lines: string.Join(' ', LinesOf(method))))
            .Where(static method => method.Lines.Length > 0)
            .Select(static method => $"{Regex.Replace(method.Name, @"^(.*::)<(.*)>Body$", "$1$2")}: {method.Lines}")
            .Order(StringComparer.Ordinal),
    ];

    public IReadOnlyList<string> Locals(string type, string method) =>
    [
        .. Pdb.GetLocalScopes(Method(type, method))
            .SelectMany(scope => Pdb.GetLocalScope(scope).GetLocalVariables())
            .Select(local => Pdb.GetString(Pdb.GetLocalVariable(local).Name)),
    ];

    /// <summary>The kinds of extra information on a method, edit-and-continue maps among them.</summary>
    public IReadOnlyList<Guid> Extras(EntityHandle owner) =>
        [.. Pdb.GetCustomDebugInformation(owner).Select(handle => Pdb.GetGuid(Pdb.GetCustomDebugInformation(handle).Kind))];

    /// <summary>The contents of the extra information, as text where it is text.</summary>
    public IReadOnlyList<string> Contents(EntityHandle owner) =>
    [
        .. Pdb.GetCustomDebugInformation(owner)
            .Select(handle => Encoding.Latin1.GetString(Pdb.GetBlobBytes(Pdb.GetCustomDebugInformation(handle).Value)))
            .Order(StringComparer.Ordinal),
    ];

    public string KickoffOf(string stateMachine)
    {
        var kickoff = Pdb.GetMethodDebugInformation(Method(stateMachine, "MoveNext").ToDebugInformationHandle()).GetStateMachineKickoffMethod();
        return Assembly.GetString(Assembly.GetMethodDefinition(kickoff).Name);
    }

    public void Dispose()
    {
        _provider.Dispose();
        _image.Dispose();
    }

    private IReadOnlyList<string> LinesOf(MethodDefinitionHandle method) =>
    [
        .. Pdb.GetMethodDebugInformation(method.ToDebugInformationHandle()).GetSequencePoints()
            .Where(static point => !point.IsHidden)
            .Select(point => $"{Path.GetFileName(Pdb.GetString(Pdb.GetDocument(point.Document).Name))} {point.Offset} {point.StartLine}:{point.StartColumn}-{point.EndLine}:{point.EndColumn}"),
    ];

    private string NameOf(MethodDefinitionHandle handle)
    {
        var method = Assembly.GetMethodDefinition(handle);
        return $"{Assembly.GetString(Assembly.GetTypeDefinition(method.GetDeclaringType()).Name)}::{Assembly.GetString(method.Name)}";
    }

    private bool IsWrittenOver(MethodDefinitionHandle handle) =>
        NameOf(handle).Split("::") is [var type, "Body" or "Fingerprint" or "IsWoven"] && type.EndsWith("_Tracked", StringComparison.Ordinal);
}
