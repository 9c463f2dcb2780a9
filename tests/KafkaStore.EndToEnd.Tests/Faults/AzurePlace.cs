using Azure.Storage.Blobs;
using KafkaStore.Storage.Azure;

namespace KafkaStore.EndToEnd.Tests.Faults;

/// <summary>
/// Two containers on a real Azurite, which the program reaches over a line that can be cut. Azurite itself is stopped, never
/// killed: it acknowledges blobs up to five seconds before they are on disk, which no store that is built upon may do.
/// </summary>
internal sealed class AzurePlace : IFaultPlace
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-faults-");
    private readonly Azurite azurite;
    private readonly TcpRelay line;
    private readonly BlobContainerClient archive;
    private readonly BlobContainerClient staging;

    private AzurePlace(Azurite azurite, BlobContainerClient archive, BlobContainerClient staging)
    {
        this.azurite = azurite;
        line = new TcpRelay(azurite.Port);
        this.archive = archive;
        this.staging = staging;
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
            .. Words($"--azure-store-url {azurite.UrlOf(archive.Name, line.Port)} --staging-url {azurite.UrlOf(staging.Name, line.Port)}"),
            .. Words($"--state-dir {Path.Combine(folder.FullName, "state-" + process)}"),
        ];

    public async Task<IReadOnlyDictionary<ChunkName, long>> ChunksAsync()
    {
        var chunks = new Dictionary<ChunkName, long>();
        await foreach (ObjectEntry entry in (await OpenAsync(staging)).ListAsync("", null, default))
        {
            if (ChunkName.TryParse(entry.Name, out ChunkName chunk))
                chunks.Add(chunk, entry.Length);
        }

        return chunks;
    }

    public async Task<IReadOnlyList<ArchiveName>> ObjectsAsync()
    {
        var objects = new List<ArchiveName>();
        await foreach (ObjectEntry entry in (await OpenAsync(archive)).ListAsync("", null, default))
        {
            if (ArchiveName.TryParse(entry.Name, out ArchiveName name))
                objects.Add(name);
        }

        return objects;
    }

    public async Task<IObjectReader> OpenArchiveAsync() => await OpenAsync(archive);

    public async Task DeleteStagingAsync()
    {
        AzureStore store = await OpenAsync(staging);
        await Parallel.ForEachAsync(store.ListAsync("", null, default), async (entry, stop) => await store.DeleteAsync(entry.Name, stop));
    }

    /// <summary>What was uploaded in part is no blob, and the service forgets it.</summary>
    public int HalfWritten() => 0;

    public async ValueTask DisposeAsync()
    {
        await line.DisposeAsync();
        await archive.DeleteAsync();
        await staging.DeleteAsync();
        folder.Delete(recursive: true);
    }

    private async Task CutLineAsync(Random random)
    {
        await line.CutAsync();
        await Task.Delay(random.Next(100, 2000));
        line.Mend();
    }

    private async Task StopServerAsync(Random random)
    {
        await azurite.SuspendAsync();
        try
        {
            await Task.Delay(random.Next(100, 2000));
        }
        finally
        {
            await azurite.ResumeAsync();
        }
    }

    // Not over the line: what is looked at is what the service has.
    private Task<AzureStore> OpenAsync(BlobContainerClient container) =>
        AzureStore.OpenAsync(
            new AzureStoreOptions { Url = AzureStoreUrl.Parse(azurite.UrlOf(container.Name)), ConnectionString = Azurite.ConnectionString },
            default
        );
}
