using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace KafkaStore.Storage.Azure;

/// <summary>Calls of one container: names get the store's prefix, failures the domain's words.</summary>
internal sealed class AzureCalls(BlobContainerClient container, AzureStoreUrl url)
{
    /// <summary>The action of putting something there, which no missing object can be the failure of.</summary>
    public const string Create = "create";

    /// <summary>The whole name of the blob.</summary>
    public string BlobName(string name) => url.Prefix + name;

    /// <inheritdoc cref="IObjectReader.FindAsync"/>
    public async Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties found = (
                await RunAsync(
                    "look at",
                    name,
                    () => container.GetBlobClient(BlobName(name)).GetPropertiesAsync(cancellationToken: cancellationToken),
                    cancellationToken
                )
            ).Value;
            return new ObjectProperties(found.ContentLength)
            {
                Md5 = found.ContentHash is { Length: Md5Hash.Length } md5 ? new Md5Hash(md5) : null,
                Metadata = new Dictionary<string, string>(found.Metadata),
            };
        }
        catch (ObjectMissingException)
        {
            return null;
        }
    }

    /// <param name="action">What is tried, as in "read".</param>
    /// <param name="name">Of the object; null: the store itself.</param>
    /// <param name="call">The SDK's call.</param>
    /// <param name="cancellationToken">The caller's, to tell its cancelling from a time-out.</param>
    public async Task<T> RunAsync<T>(string action, string? name, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (AzureFailure.IsOne(exception, cancellationToken))
        {
            throw AzureFailure.Translate(action, name, url, exception);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(string action, string? name, Func<Task> call, CancellationToken cancellationToken) =>
        RunAsync(
            action,
            name,
            async () =>
            {
                await call();
                return true;
            },
            cancellationToken
        );

    /// <summary>The pages of a listing, fetched as they are read.</summary>
    public async IAsyncEnumerable<Page<BlobItem>> ListAsync(
        string prefix,
        int? pageSize,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        IAsyncEnumerator<Page<BlobItem>> pages = container
            .GetBlobsAsync(BlobTraits.None, BlobStates.None, BlobName(prefix), cancellationToken)
            .AsPages(pageSizeHint: pageSize)
            .GetAsyncEnumerator(cancellationToken);
        await using (pages)
        {
            while (await RunAsync("list", null, () => pages.MoveNextAsync().AsTask(), cancellationToken))
                yield return pages.Current;
        }
    }

    /// <summary>The folders right below a prefix, fetched as they are read.</summary>
    public async IAsyncEnumerable<string> ListFoldersAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<BlobHierarchyItem> items = container
            .GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", BlobName(prefix), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using (items)
        {
            while (await RunAsync("list", null, () => items.MoveNextAsync().AsTask(), cancellationToken))
            {
                if (items.Current.IsPrefix)
                    yield return items.Current.Prefix[url.Prefix.Length..];
            }
        }
    }
}
