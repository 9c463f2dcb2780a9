using System.Net.Http.Headers;
using StoredObject = Google.Apis.Storage.v1.Data.Object;

namespace KafkaStore.Storage.Gcs;

/// <summary>Reads objects and what is kept beside them.</summary>
internal sealed class GcsReading(GcsConnection connection)
{
    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken)
    {
        string key = connection.KeyOf(name);
        return connection.RunAsync(StoreAction.Read, FindOnceAsync, cancellationToken);

        async Task<ObjectProperties?> FindOnceAsync()
        {
            try
            {
                StoredObject found = await connection.Client.GetObjectAsync(
                    connection.Bucket,
                    key,
                    new GetObjectOptions { RetryOptions = RetryOptions.Never },
                    cancellationToken
                );
                return new ObjectProperties((long)found.Size.GetValueOrDefault())
                {
                    Md5 = Md5Hash.FromBase64(found.Md5Hash),
                    Metadata = GcsMetadata.FromStore(found.Metadata),
                };
            }
            catch (GoogleApiException exception) when (GcsAnswer.IsObjectMissing(exception))
            {
                return null;
            }
        }
    }

    /// <param name="range">Not empty.</param>
    public async Task<Stream> OpenAsync(string name, ObjectRange range, CancellationToken cancellationToken) =>
        await AskAsync(name, range, null, cancellationToken) is { } answer
            ? new GcsReadStream(connection, this, name, answer, range.From)
            : Stream.Null;

    /// <summary>
    /// Asks for bytes of an object and hands out the answer's body, unread: the client's own download writes into a stream, and
    /// a reader that stops early would have to stop it.
    /// </summary>
    /// <param name="generation">Of the object to read; null: of the one that there is.</param>
    /// <returns>Null where the object ends before the range.</returns>
    /// <exception cref="ObjectMissingException">There is none, or none of that generation.</exception>
    public Task<GcsReadAnswer?> AskAsync(string name, ObjectRange range, long? generation, CancellationToken cancellationToken)
    {
        string key = connection.KeyOf(name);
        return connection.RunAsync(
            StoreAction.Read,
            async () =>
            {
                using HttpRequestMessage request = CreateRequest(key, range, generation);
                HttpResponseMessage response = await connection.Client.Service.HttpClient.SendAsync(
                    request,
                    HttpCompletionOption.ResponseHeadersRead,
                    cancellationToken
                );
                try
                {
                    return await ReadAnswerAsync(response, name, range.From, cancellationToken);
                }
                catch
                {
                    response.Dispose();
                    throw;
                }
            },
            cancellationToken
        );
    }

    private HttpRequestMessage CreateRequest(string key, ObjectRange range, long? generation)
    {
        Google.Apis.Storage.v1.ObjectsResource.GetRequest get = connection.Client.Service.Objects.Get(connection.Bucket, key);
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
        if (range.From > 0 || range.Length is not null)
            request.Headers.Range = new RangeHeaderValue(range.From, range.Last);
        return request;
    }

    private async Task<GcsReadAnswer?> ReadAnswerAsync(
        HttpResponseMessage response,
        string name,
        long from,
        CancellationToken cancellationToken
    )
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
                throw new StorageException(
                    $"{connection.Url} gave other bytes of {name} than it was asked for; it may be stored compressed."
                );
        }

        GoogleApiException failure = await GcsAnswer.ReadErrorAsync(response, cancellationToken);
        throw GcsAnswer.IsObjectMissing(failure) ? new ObjectMissingException(name, connection.Url.ToString(), failure) : failure;
    }

    private static async Task<GcsReadAnswer> CreateAnswerAsync(HttpResponseMessage response, long end, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        long? generation =
            response.Headers.TryGetValues("x-goog-generation", out IEnumerable<string>? values)
            && long.TryParse(values.First(), out long parsed)
                ? parsed
                : null;
        return new GcsReadAnswer(response, body, end, generation);
    }
}
