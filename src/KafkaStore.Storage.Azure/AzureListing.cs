using System.Runtime.CompilerServices;

namespace KafkaStore.Storage.Azure;

/// <summary>Lists objects and folders, 5,000 a request, fetched as they are read.</summary>
internal sealed class AzureListing(AzureConnection connection)
{
    public async IAsyncEnumerable<ObjectEntry> EnumerateAsync(
        string prefix,
        string? startAt,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (startAt is not null && string.CompareOrdinal(startAt, prefix) > 0 && !startAt.StartsWith(prefix, StringComparison.Ordinal))
            yield break; // Every name with that prefix comes before it.
        string? last = null;
        await foreach (Page<BlobItem> page in ReadPagesAsync(prefix, null, cancellationToken))
        {
            foreach (BlobItem item in page.Values)
            {
                string name = item.Name[connection.Url.Prefix.Length..];
                if (last is not null && string.CompareOrdinal(name, last) <= 0)
                    throw AzureFailure.OutOfOrder(connection.Url);
                last = name;
                if (startAt is null || string.CompareOrdinal(name, startAt) >= 0)
                    yield return new ObjectEntry(name, item.Properties.ContentLength ?? 0);
            }
        }
    }

    /// <summary>The folders right below a prefix.</summary>
    public async IAsyncEnumerable<string> EnumerateFoldersAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (
            BlobHierarchyItem item in RunAsync(
                connection.Client.GetBlobsByHierarchyAsync(
                    BlobTraits.None,
                    BlobStates.None,
                    "/",
                    connection.Url.Prefix + prefix,
                    cancellationToken
                ),
                cancellationToken
            )
        )
        {
            if (item.IsPrefix)
                yield return item.Prefix[connection.Url.Prefix.Length..];
        }
    }

    /// <summary>Asks for one object, to find out whether the bucket exists and can be listed.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await foreach (Page<BlobItem> _ in ReadPagesAsync("", pageSize: 1, cancellationToken))
            break;
    }

    private IAsyncEnumerable<Page<BlobItem>> ReadPagesAsync(string prefix, int? pageSize, CancellationToken cancellationToken) =>
        RunAsync(
            connection
                .Client.GetBlobsAsync(BlobTraits.None, BlobStates.None, connection.Url.Prefix + prefix, cancellationToken)
                .AsPages(pageSizeHint: pageSize ?? connection.Options.Tuning.PageSize),
            cancellationToken
        );

    private async IAsyncEnumerable<T> RunAsync<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<T> each = items.GetAsyncEnumerator(cancellationToken);
        while (await connection.RunAsync(StoreAction.List, null, () => each.MoveNextAsync().AsTask(), cancellationToken))
            yield return each.Current;
    }
}
