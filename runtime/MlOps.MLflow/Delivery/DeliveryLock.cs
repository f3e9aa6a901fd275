using System.Security.Cryptography;
using System.Text;
using MlOps.Store;

namespace MlOps.MLflow.Delivery;

/// <summary>Of several programs with one store, one delivers to a server at a time. A process that dies lets go of it.</summary>
internal sealed class DeliveryLock : IDisposable
{
    private readonly string _path;
    private FileStream? _file;

    public DeliveryLock(StoreLocation location, string destination)
    {
        var folder = Path.Combine(location.Folder, "deliveries");
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(destination)))[..16] + ".lock");
    }

    /// <returns>Whether it is ours now; false while another program has it.</returns>
    public bool TryTake()
    {
        try
        {
            _file ??= new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => _file?.Dispose();
}
