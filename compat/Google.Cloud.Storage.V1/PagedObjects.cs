using System.Runtime.CompilerServices;
using Google.Api.Gax;
using Google.Apis.Storage.v1;
using Google.Apis.Storage.v1.Data;
using Object = Google.Apis.Storage.v1.Data.Object;

namespace Google.Cloud.Storage.V1;

/// <summary>One request a page, made as the sequence is read.</summary>
internal sealed class PagedObjects(Func<ObjectsResource.ListRequest> create) : PagedAsyncEnumerable<Objects, Object>
{
    public override IAsyncEnumerable<Objects> AsRawResponses() => ReadPagesAsync();

    public override async IAsyncEnumerator<Object> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (Objects page in ReadPagesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (Object item in page.Items ?? [])
                yield return item;
        }
    }

    private async IAsyncEnumerable<Objects> ReadPagesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ObjectsResource.ListRequest request = create();
        do
        {
            Objects page = await request.ExecuteAsync(cancellationToken).ConfigureAwait(false);
            yield return page;
            request.PageToken = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(request.PageToken));
    }
}
