using MlOps.MLflow.Delivery;

namespace MlOps.Tests.MLflow.Delivery;

public sealed class RemoteModelDocumentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("run_id: 0a1b\n", "run_id: 9f8e\nmodel_id: 'm-1'\n")]
    [InlineData("run_id: 0a1b", "run_id: 9f8e\nmodel_id: 'm-1'\n")]
    [InlineData("model_id: m-0\nrun_id: 0a1b\n", "run_id: 9f8e\nmodel_id: 'm-1'\n")]
    public async Task ItNamesRunAndLoggedModelOnceAsTheServerKnowsThem(string here, string there)
    {
        var file = _folder.PathOf("MLmodel");
        await File.WriteAllTextAsync(file, here, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await RemoteModelDocument.ReadAsync(file, "0a1b", "9f8e", "m-1", TestContext.Current.CancellationToken));
        Assert.Equal(there, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();
}
