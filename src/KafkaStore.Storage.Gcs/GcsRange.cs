using System.Net;
using System.Net.Http.Headers;
using Google;

namespace KafkaStore.Storage.Gcs;

/// <summary>Asks for bytes of an object and hands out the answer's body, unread.</summary>
/// <remarks>The client's own download writes into a stream; a reader that stops early would have to stop it.</remarks>
internal sealed class GcsRange(GcsBucket bucket, string name)
{
    private readonly string fullName = bucket.FullName(name);

    /// <param name="from">First byte wanted.</param>
    /// <param name="length">Bytes wanted, more than 0; null: all that follow.</param>
    /// <param name="generation">Of the object to read; null: of the one that there is.</param>
    /// <returns>Null where the object ends before <paramref name="from"/>.</returns>
    /// <exception cref="ObjectMissingException">There is none, or none of that generation.</exception>
    public Task<GcsRangeAnswer?> AskAsync(long from, long? length, long? generation, CancellationToken cancellationToken) =>
        bucket.CallAsync(
            GcsAction.Read,
            async () =>
            {
                using HttpRequestMessage request = CreateRequest(from, length, generation);
                HttpResponseMessage response = await bucket.Client.Service.HttpClient.SendAsync(
                    request,
                    HttpCompletionOption.ResponseHeadersRead,
                    cancellationToken
                );
                try
                {
                    return await ReadAnswerAsync(response, from, cancellationToken);
                }
                catch
                {
                    response.Dispose();
                    throw;
                }
            },
            cancellationToken
        );

    private HttpRequestMessage CreateRequest(long from, long? length, long? generation)
    {
        Google.Apis.Storage.v1.ObjectsResource.GetRequest get = bucket.Client.Service.Objects.Get(bucket.Name, fullName);
        get.Generation = generation;

        // Ranges of compressed answers would be ranges of other bytes.
        HttpRequestMessage request = get.CreateRequest(overrideGZipEnabled: false);
        var uri = new UriBuilder(request.RequestUri!);
        IEnumerable<string> parameters = uri
            .Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(parameter => !parameter.StartsWith("alt=", StringComparison.Ordinal));
        uri.Query = string.Join('&', parameters.Append("alt=media"));
        request.RequestUri = uri.Uri;
        request.Headers.AcceptEncoding.Clear();
        if (from > 0 || length is not null)
        {
            request.Headers.Range = new RangeHeaderValue(
                from,
                length is { } count && count <= long.MaxValue - from ? from + count - 1 : null
            );
        }

        return request;
    }

    private async Task<GcsRangeAnswer?> ReadAnswerAsync(HttpResponseMessage response, long from, CancellationToken cancellationToken)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent
                when response.Content.Headers.ContentRange is { From: { } first, To: { } last } && first == from:
                return await CreateAnswerAsync(response, last + 1, cancellationToken);
            case HttpStatusCode.OK when from == 0 && response.Content.Headers.ContentLength is { } whole:
                return await CreateAnswerAsync(response, whole, cancellationToken);
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                response.Dispose();
                return null;
            case < HttpStatusCode.MultipleChoices:
                throw new StorageException($"{bucket.Url} gave other bytes of {name} than it was asked for; it may be stored compressed.");
        }

        GoogleApiException failure = await GcsErrorBody.ReadAsync(response, cancellationToken);
        throw GcsAnswer.IsNotFound(failure) && !GcsAnswer.IsBucketMissing(failure)
            ? new ObjectMissingException(name, bucket.Url.ToString(), failure)
            : failure;
    }

    private static async Task<GcsRangeAnswer> CreateAnswerAsync(HttpResponseMessage response, long end, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        long? generation =
            response.Headers.TryGetValues("x-goog-generation", out IEnumerable<string>? values)
            && long.TryParse(values.First(), out long parsed)
                ? parsed
                : null;
        return new GcsRangeAnswer(response, body, end, generation);
    }
}
