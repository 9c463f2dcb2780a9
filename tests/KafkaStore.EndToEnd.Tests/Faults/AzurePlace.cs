using Azure.Storage.Blobs;
using KafkaStore.Naming;
using KafkaStore.Storage;
using KafkaStore.Storage.Azure;
using KafkaStore.Tests.Support;

namespace KafkaStore.EndToEnd.Tests.Faults;

/// <summary>
/// Two containers on a real Azurite, which the program reaches over a line that can be cut. Azurite itself is stopped, never
/// killed: it acknowledges blobs up to five seconds before they are on disk, which no store that is built upon may do.
/// </summary>
internal sealed class AzurePlace : IFaultPlace
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-store-faults-");
    private readonly Azurite _azurite;
    private readonly TcpRelay _line;
    private readonly BlobContainerClient _archive;
    private readonly BlobContainerClient _staging;

    private AzurePlace(Azurite azurite, BlobContainerClient archive, BlobContainerClient staging)
    {
        _azurite = azurite;
        _line = new TcpRelay(azurite.Port);
        _archive = archive;
        _staging = staging;
        Faults = [new PlaceFault("lines cut", CutLineAsync), new PlaceFault("times the server stopped", StopServerAsync)];
    }

    public IReadOnlyList<PlaceFault> Faults { get; }

    public IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string> { ["AZURE_STORAGE_CONNECTION_STRING"] = Azurite.ConnectionString };

    public static async Task<AzurePlace> CreateAsync()
    {
        Azurite azurite = await Azurite.SharedAsync();
        return new AzurePlace(azurite, await azurite.CreateContainerAsync(), await azurite.CreateContainerAsync());
    }

    public string[] Options(string process) =>
    [
        "--azure-store-url", _azurite.UrlOf(_archive.Name, _line.Port), "--staging-url", _azurite.UrlOf(_staging.Name, _line.Port),
        "--state-dir", Path.Combine(_folder.FullName, "state-" + process),
    ];

    public async Task<IReadOnlyDictionary<ChunkName, long>> ChunksAsync()
    {
        var chunks = new Dictionary<ChunkName, long>();
        await foreach (ObjectEntry entry in (await OpenAsync(_staging)).ListAsync("", null, default))
        {
            if (ChunkName.TryParse(entry.Name, out ChunkName chunk))
                chunks.Add(chunk, entry.Length);
        }

        return chunks;
    }

    public async Task<IReadOnlyList<ArchiveName>> ObjectsAsync()
    {
        var objects = new List<ArchiveName>();
        await foreach (ObjectEntry entry in (await OpenAsync(_archive)).ListAsync("", null, default))
        {
            if (ArchiveName.TryParse(entry.Name, out ArchiveName name))
                objects.Add(name);
        }

        return objects;
    }

    public async Task<IObjectReader> OpenArchiveAsync() => await OpenAsync(_archive);

    public async Task DeleteStagingAsync()
    {
        AzureBlobStore store = await OpenAsync(_staging);
        await Parallel.ForEachAsync(store.ListAsync("", null, default), async (entry, stop) => await store.DeleteAsync(entry.Name, stop));
    }

    /// <summary>What was uploaded in part is no blob, and the service forgets it.</summary>
    public int HalfWritten() => 0;

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        await _archive.DeleteAsync();
        await _staging.DeleteAsync();
        _folder.Delete(recursive: true);
    }

    private async Task CutLineAsync(Random random)
    {
        await _line.CutAsync();
        await Task.Delay(random.Next(100, 2000));
        _line.Mend();
    }

    private async Task StopServerAsync(Random random)
    {
        await _azurite.SuspendAsync();
        try
        {
            await Task.Delay(random.Next(100, 2000));
        }
        finally
        {
            await _azurite.ResumeAsync();
        }
    }

    // Not over the line: what is looked at is what the service has.
    private Task<AzureBlobStore> OpenAsync(BlobContainerClient container) => AzureBlobStore.OpenAsync(
        new AzureStoreOptions { Url = AzureStoreUrl.Parse(_azurite.UrlOf(container.Name)), ConnectionString = Azurite.ConnectionString },
        default);
}
