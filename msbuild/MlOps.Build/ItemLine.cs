using System.Xml;
using System.Xml.Linq;

namespace MlOps.Build;

/// <summary>The line of an item in a project file: MSBuild tells tasks the file, but not the line.</summary>
internal static class ItemLine
{
    /// <returns>The line, counted from 1; that of the first such item when a wildcard found the file; 0 when there is none.</returns>
    public static int Find(string projectFile, string itemType, string itemSpec)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(projectFile, settings);
            var lines = XDocument.Load(reader, LoadOptions.SetLineInfo).Descendants()
                .Where(element => element.Name.LocalName == itemType)
                .Select(static element => (Include: (string?)element.Attribute("Include"), ((IXmlLineInfo)element).LineNumber))
                .ToArray();
            return lines.FirstOrDefault(line => line.Include is not null && Same(line.Include, itemSpec)).LineNumber is > 0 and var exact
                ? exact
                : lines.FirstOrDefault().LineNumber;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or XmlException)
        {
            return 0; // The message names the file all the same.
        }
    }

    private static bool Same(string include, string itemSpec) =>
        include.Split(';').Any(part => part.Trim().Replace('\\', '/') == itemSpec.Replace('\\', '/'));
}
