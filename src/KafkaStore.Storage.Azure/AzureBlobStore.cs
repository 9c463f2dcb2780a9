using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace KafkaStore.Storage.Azure;

/// <summary>
/// Objects as block blobs in a container of Azure Blob Storage, below a prefix. Keeps metadata and an MD5 beside each. Safe
/// for any number of threads and processes at once; also on a container with an immutability policy.
/// </summary>
public sealed class AzureBlobStore : IStagingStore, IFolderListing
{
    private readonly AzureStoreUrl url;
    private readonly BlobContainerClient container;
    private readonly AzureCalls calls;
    private readonly AzureObjectCreation creation;

    private AzureBlobStore(AzureStoreOptions options, AzureTuning tuning)
    {
        url = options.Url;
        container = AzureCredentials.Open(options, AzurePipeline.Options(tuning));
        calls = new AzureCalls(container, url);
        creation = new AzureObjectCreation(calls, container, options.AccessTier, tuning);
    }

    /// <summary>The URL without a signature.</summary>
    public string DisplayName => url.DisplayName;

    /// <summary>A store on a container that exists and can be listed. Whether it can be written shows at the first object.</summary>
    /// <exception cref="StorageAccessException">No container, no permission, credentials that are none; the message says what to do.</exception>
    /// <exception cref="StorageUnavailableException">The service can't be reached, or can't now.</exception>
    public static Task<AzureBlobStore> OpenAsync(AzureStoreOptions options, CancellationToken cancellationToken) =>
        OpenAsync(options, AzureTuning.Default, cancellationToken);

    /// <summary>The same for somebody who only reads: nothing is asked of the service that a reader may not.</summary>
    /// <inheritdoc cref="OpenAsync(AzureStoreOptions, CancellationToken)"/>
    public static async Task<IObjectReader> OpenForReadingAsync(AzureStoreOptions options, CancellationToken cancellationToken) =>
        await OpenAsync(options, cancellationToken);

    /// <inheritdoc/>
    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken)
    {
        ObjectName.ThrowIfInvalid(name);
        return calls.FindAsync(name, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken)
    {
        ObjectName.ThrowIfInvalid(name);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));

        // No range of the protocol is empty.
        if (length == 0)
            return await FindAsync(name, cancellationToken) is null ? throw new ObjectMissingException(name, DisplayName) : Stream.Null;
        var options = new BlobDownloadOptions { Range = new HttpRange(from, length > long.MaxValue - from ? null : length) };
        try
        {
            BlobDownloadStreamingResult download = (
                await calls.RunAsync(
                    "read",
                    name,
                    () => container.GetBlobClient(calls.BlobName(name)).DownloadStreamingAsync(options, cancellationToken),
                    cancellationToken
                )
            ).Value;
            return new AzureReadStream(download.Content, download.Details.ContentLength, name, url);
        }
        catch (StorageException exception) when (AzureFailure.IsPastTheEnd(exception))
        {
            return Stream.Null;
        }
    }

    /// <inheritdoc/>
    /// <remarks>The service takes no name to start at: what lies before it is listed too, 5,000 names a request, and passed over.</remarks>
    public async IAsyncEnumerable<ObjectEntry> ListAsync(
        string prefix,
        string? startAt,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (startAt is not null && string.CompareOrdinal(startAt, prefix) > 0 && !startAt.StartsWith(prefix, StringComparison.Ordinal))
            yield break; // Every name with that prefix comes before it.
        string? last = null;
        await foreach (Page<BlobItem> page in calls.ListAsync(prefix, null, cancellationToken))
        {
            foreach (BlobItem item in page.Values)
            {
                string name = item.Name[url.Prefix.Length..];
                if (last is not null && string.CompareOrdinal(name, last) <= 0)
                    throw AzureFailure.OutOfOrder(url);
                last = name;
                if (startAt is null || string.CompareOrdinal(name, startAt) >= 0)
                    yield return new ObjectEntry(name, item.Properties.ContentLength ?? 0);
            }
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return calls.ListFoldersAsync(prefix, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        ObjectName.ThrowIfInvalid(name);
        ArgumentNullException.ThrowIfNull(content);
        return creation.CreateAsync(name, content, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        ObjectName.ThrowIfInvalid(name);
        try
        {
            await calls.RunAsync(
                "delete",
                name,
                () =>
                    container
                        .GetBlobClient(calls.BlobName(name))
                        .DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken),
                cancellationToken
            );
        }
        catch (ObjectMissingException)
        {
            // Deleted already, perhaps by an earlier try of this very call.
        }
    }

    internal static async Task<AzureBlobStore> OpenAsync(AzureStoreOptions options, AzureTuning tuning, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var store = new AzureBlobStore(options, tuning);
        await foreach (Page<BlobItem> _ in store.calls.ListAsync("", pageSize: 1, cancellationToken))
            break;
        return store;
    }
}
