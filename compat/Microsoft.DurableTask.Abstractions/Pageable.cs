using System.Runtime.CompilerServices;

namespace Microsoft.DurableTask;

public static class Pageable
{
    public static AsyncPageable<T> Create<T>(Func<string?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new Pages<T>((continuation, _, cancellation) => pageFunc(continuation, cancellation));
    }

    public static AsyncPageable<T> Create<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new Pages<T>(pageFunc);
    }

    private sealed class Pages<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> next) : AsyncPageable<T>
        where T : notnull
    {
        public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
            Follow(continuationToken, pageSizeHint);

        private async IAsyncEnumerable<Page<T>> Follow(
            string? from, int? size, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            Page<T> page;
            for (string? token = from; ; token = page.ContinuationToken)
            {
                page = await next(token, size, cancellation);
                yield return page;
                if (page.ContinuationToken is null)
                {
                    yield break;
                }
            }
        }
    }
}
