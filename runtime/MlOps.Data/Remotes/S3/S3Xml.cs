using System.Globalization;
using System.Xml;

namespace MlOps.Data.Remotes.S3;

/// <summary>Reads the few answers of S3 that are XML.</summary>
internal static class S3Xml
{
    private const int MaxSize = 16 * 1024 * 1024; // A page of a thousand keys of a thousand characters, escaped, and then some.

    /// <summary>The elements of an answer that hold text, with the names of those around them: <c>Contents/Key</c>.</summary>
    /// <exception cref="XmlException">It is not XML.</exception>
    public static async Task<List<(string Path, string Text)>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await content.LoadIntoBufferAsync(MaxSize, cancellationToken).ConfigureAwait(false);
        var body = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { MaxCharactersInDocument = MaxSize });
        var found = new List<(string Path, string Text)>();
        var path = new Stack<string>();
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when !reader.IsEmptyElement:
                    path.Push(reader.LocalName);
                    break;
                case XmlNodeType.EndElement:
                    path.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    found.Add((string.Join('/', path.Reverse().Skip(1)), reader.Value));
                    break;
            }
        }

        return found;
    }

    /// <summary>The objects of a page, and how to ask for the next.</summary>
    public static (List<RemoteObject> Objects, string? Next) Page(List<(string Path, string Text)> answer)
    {
        var objects = new List<RemoteObject>();
        string? key = null;
        foreach (var (path, text) in answer)
        {
            if (path == "Contents/Key")
            {
                key = text;
            }
            else if (path == "Contents/Size" && key is not null)
            {
                objects.Add(new RemoteObject(key, long.Parse(text, CultureInfo.InvariantCulture)));
            }
        }

        return (objects, answer.Find(static element => element.Path == "NextContinuationToken").Text);
    }
}
