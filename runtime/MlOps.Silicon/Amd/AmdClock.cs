using MlOps.Silicon.Drm;
using MlOps.Silicon.Linux;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Amd;

/// <summary>A clock of a card: from its sensors, or from its table of clocks where it has no such sensor.</summary>
internal sealed class AmdClock
{
    private readonly FileGauge? _sensor;
    private readonly SystemFile? _table;
    private readonly int _slot = -1;
    private readonly byte[] _buffer = new byte[1024];

    public AmdClock(FileSet files, DrmCard card, string sensor, string table, Func<int> add)
    {
        _sensor = files.TryOpen(card.Sensors, [sensor], 1e-6, add);
        _table = _sensor is null ? files.TryOpen(Path.Combine(card.Device, table)) : null;
        _slot = _table is null ? -1 : add();
    }

    public void Sample(Span<double> values)
    {
        _sensor?.Sample(values);
        try
        {
            if (_table is not null && DpmTable.Current(_table.Read(_buffer)) is { } megahertz)
            {
                values.Set(_slot, megahertz);
            }
        }
        catch (IOException)
        {
            // The card is being reset: it has no clock now.
        }
    }
}
