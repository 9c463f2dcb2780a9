using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using KafkaStore.Storage.Azure;
using KafkaStore.Storage.Local;

namespace KafkaStore.EndToEnd.Tests.Stores;

/// <summary>Containers on Azurite and a folder, and the program on them.</summary>
internal sealed class TwoStores : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["AZURE_STORAGE_CONNECTION_STRING"] = Azurite.ConnectionString,
    };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-two-");
    private readonly Azurite azurite;
    private readonly BlobContainerClient archive;

    private TwoStores(Azurite azurite, BlobContainerClient archive)
    {
        this.azurite = azurite;
        this.archive = archive;
        Line = new TcpRelay(azurite.Port);
    }

    /// <summary>Between the program and Azurite.</summary>
    public TcpRelay Line { get; }

    public string AzureUrl => UrlOf(archive);

    public string LocalFolder => Path.Combine(folder.FullName, "archive");

    public string StateFolder => Path.Combine(folder.FullName, "state");

    public static async Task<TwoStores> CreateAsync()
    {
        Azurite azurite = await Azurite.SharedAsync();
        return new TwoStores(azurite, await azurite.CreateContainerAsync());
    }

    /// <summary>URL of another, empty container.</summary>
    public async Task<string> CreateContainerAsync() => UrlOf(await azurite.CreateContainerAsync());

    public async Task<IObjectReader> OpenAzureAsync(string? url = null) =>
        await AzureStore.OpenAsync(
            new AzureStoreOptions
            {
                Url = AzureStoreUrl.Parse((url ?? AzureUrl).Replace($":{Line.Port}/", $":{azurite.Port}/")),
                ConnectionString = Azurite.ConnectionString,
            },
            default
        );

    /// <summary>Moves a topic's objects, as a lifecycle rule does; their names in the archive.</summary>
    public async Task<IReadOnlyList<string>> SetTierAsync(string topic, AccessTier tier)
    {
        var moved = new List<string>();
        await foreach (BlobItem blob in archive.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"archive/{topic}/", default))
        {
            await archive.GetBlobClient(blob.Name).SetAccessTierAsync(tier);
            moved.Add(blob.Name["archive/".Length..]);
        }

        return moved;
    }

    public IObjectReader OpenLocal() => LocalObjectStore.OpenForReading(LocalFolder);

    /// <summary>Runs the program to its end.</summary>
    public static Task<ToolRun> TryAsync(params string[] arguments) => KafkaStoreProcess.RunAsync(Environment, arguments);

    /// <summary>As above; it must succeed.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        (int exitCode, string output, string errors) = await TryAsync(arguments);
        Assert.True(exitCode == 0, $"exit code {exitCode}\n{output}\n{errors}");
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        await Line.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private string UrlOf(BlobContainerClient container) => azurite.UrlOf($"{container.Name}/archive", Line.Port);
}
