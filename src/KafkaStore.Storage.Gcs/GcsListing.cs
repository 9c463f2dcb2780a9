using System.Runtime.CompilerServices;
using Google.Apis.Storage.v1.Data;

namespace KafkaStore.Storage.Gcs;

/// <summary>Lists objects, a page of 1,000 a request, in the order in which Google has them: by the bytes of their names.</summary>
internal sealed class GcsListing(GcsConnection connection)
{
    private const int PageObjects = 1_000;

    public async IAsyncEnumerable<ObjectEntry> EnumerateAsync(
        string prefix,
        string? startAt,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? token = null;
        do
        {
            Objects page = await ReadPageAsync(prefix, startAt, token, PageObjects, cancellationToken);
            foreach (Google.Apis.Storage.v1.Data.Object item in page.Items ?? [])
            {
                string name = item.Name[connection.Url.Prefix.Length..];

                // Consoles make empty objects whose names end in a slash, to show folders.
                if (ObjectName.IsValid(name))
                    yield return new ObjectEntry(name, (long)item.Size.GetValueOrDefault());
            }

            token = page.NextPageToken;
        } while (!string.IsNullOrEmpty(token));
    }

    /// <summary>Asks for one object, to find out whether the bucket exists and can be listed.</summary>
    public Task CheckAsync(CancellationToken cancellationToken) => ReadPageAsync("", null, null, 1, cancellationToken);

    private Task<Objects> ReadPageAsync(string prefix, string? startAt, string? token, int objects, CancellationToken cancellationToken) =>
        connection.RunAsync(
            StoreAction.List,
            async () =>
            {
                string fullPrefix = connection.Url.Prefix + prefix;
                IAsyncEnumerable<Objects> pages = connection
                    .Client.ListObjectsAsync(
                        connection.Bucket,
                        fullPrefix.Length == 0 ? null : fullPrefix,
                        new ListObjectsOptions
                        {
                            Fields = "items(name,size),nextPageToken",
                            PageSize = objects,
                            PageToken = token,
                            StartOffset = string.IsNullOrEmpty(startAt) ? null : connection.Url.Prefix + startAt,
                            RetryOptions = RetryOptions.Never,
                        }
                    )
                    .AsRawResponses();
                await foreach (Objects page in pages.WithCancellation(cancellationToken))
                    return page;
                throw new InvalidDataException("The listing has not even an empty page.");
            },
            cancellationToken
        );
}
