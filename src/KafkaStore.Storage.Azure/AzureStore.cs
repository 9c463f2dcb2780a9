namespace KafkaStore.Storage.Azure;

/// <summary>
/// Objects as block blobs in a container of Azure Blob Storage, below a prefix. Keeps metadata and an MD5 beside each. Safe
/// for any number of threads and processes at once; also on a container with an immutability policy.
/// </summary>
public sealed class AzureStore : IStagingStore, IFolderListing
{
    private readonly AzureConnection connection;
    private readonly AzureReading reading;
    private readonly AzureListing listing;
    private readonly AzureCreation creation;

    private AzureStore(AzureStoreOptions options)
    {
        connection = new AzureConnection(options);
        reading = new AzureReading(connection);
        listing = new AzureListing(connection);
        creation = new AzureCreation(connection, reading);
    }

    /// <summary>The URL without a signature.</summary>
    public string DisplayName => connection.Url.DisplayName;

    /// <summary>What an object of so many bytes is billed as that is created: write operations.</summary>
    public static long BilledWrites(long length)
    {
        AzureTuning tuning = AzureTuning.Default;
        return length <= tuning.SinglePutBytes ? 1 : 1 + ((length + tuning.BlockBytes - 1) / tuning.BlockBytes);
    }

    /// <summary>A store on a container that exists and can be listed. Whether it can be written shows at the first object.</summary>
    /// <exception cref="StorageAccessException">No container, no permission, credentials that are none; the message says what to do.</exception>
    /// <exception cref="StorageUnavailableException">The service can't be reached, or can't now.</exception>
    public static async Task<AzureStore> OpenAsync(AzureStoreOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var store = new AzureStore(options);
        await store.listing.CheckAsync(cancellationToken);
        return store;
    }

    /// <inheritdoc/>
    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) =>
        reading.FindAsync(name, cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken)
    {
        var range = new ObjectRange(from, length);
        return range.IsEmpty
            ? ObjectRange.OpenEmptyAsync(this, name, cancellationToken)
            : reading.OpenAsync(name, range, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The service takes no name to start at: what lies before it is listed too, and passed over.</remarks>
    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return listing.EnumerateAsync(prefix, startAt, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return listing.EnumerateFoldersAsync(prefix, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        return creation.CreateAsync(name, content, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        string key = connection.KeyOf(name);
        try
        {
            await connection.RunAsync(
                StoreAction.Delete,
                name,
                () =>
                    connection
                        .Client.GetBlobClient(key)
                        .DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken),
                cancellationToken
            );
        }
        catch (ObjectMissingException)
        {
            // Deleted already, perhaps by an earlier try of this very call.
        }
    }
}
