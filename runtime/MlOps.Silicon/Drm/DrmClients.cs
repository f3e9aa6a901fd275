using System.Text;
using MlOps.Silicon.Linux;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Drm;

/// <summary>The files that this process has a GPU open with, and what it did with it.</summary>
/// <param name="root">Where the file system begins.</param>
/// <param name="slot">Where the card is plugged in.</param>
internal sealed class DrmClients(string root, string? slot) : IDisposable
{
    private const double SecondsBetweenLooks = 30; // A look lists all open files, which allocates.
    private readonly FileSet _open = new();
    private readonly byte[] _buffer = new byte[8192];
    private double _lastLook = double.NegativeInfinity;
    private DrmShare _share;

    /// <summary>Reads them.</summary>
    /// <param name="now">When.</param>
    /// <param name="share">Percent of the time; <see cref="double.NaN"/> if it is not known.</param>
    /// <param name="megabytes">Memory of the GPU; <see cref="double.NaN"/> if it is not known.</param>
    public void Read(in Moment now, out double share, out double megabytes)
    {
        if (now.Seconds - _lastLook >= SecondsBetweenLooks)
        {
            _lastLook = now.Seconds;
            Look();
        }

        DrmUsage usage = default;
        for (var index = 0; index < _open.Files.Count; index++)
        {
            try
            {
                usage.Add(_open.Files[index].Read(_buffer));
            }
            catch (IOException)
            {
                _lastLook = double.NegativeInfinity; // Closed since.
            }
        }

        share = _share.Percent(usage, now);
        megabytes = usage.Memory / 1e6;
        if (_open.Files.Count == 0)
        {
            share = megabytes = double.NaN; // It may use the GPU in a way that does not show here.
        }
    }

    public void Dispose() => _open.Dispose();

    // One opening of a card may have several files, all with the same numbers.
    private void Look()
    {
        _open.Dispose();
        var folder = Path.Combine(root, "proc/self/fdinfo");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            // Read once for what it is, and opened again only if it is of this card: few of the files are.
            var text = Encoding.UTF8.GetBytes(SystemFile.TryReadText(path) ?? "");
            var isOfCard = slot is not null && Encoding.UTF8.GetString(DrmUsage.Value(text, "drm-pdev"u8)) == slot;
            if (isOfCard && seen.Add(Encoding.UTF8.GetString(DrmUsage.Value(text, "drm-client-id"u8))))
            {
                _ = _open.TryOpen(path);
            }
        }
    }
}
