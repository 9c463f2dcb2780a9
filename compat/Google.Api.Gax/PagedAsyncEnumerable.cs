namespace Google.Api.Gax;

public abstract class PagedAsyncEnumerable<TResponse, TResource> : IAsyncEnumerable<TResource>
{
    public virtual IAsyncEnumerable<TResponse> AsRawResponses() => throw new NotImplementedException();

    public virtual IAsyncEnumerator<TResource> GetAsyncEnumerator(CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
