using KafkaStore.Storage.Streams;

namespace KafkaStore.Storage.Azure;

/// <summary>Reads objects and what is kept beside them.</summary>
internal sealed class AzureReading(AzureConnection connection)
{
    public async Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken)
    {
        string key = connection.KeyOf(name);
        try
        {
            BlobProperties found = await connection.RunAsync<BlobProperties>(
                StoreAction.Find,
                name,
                async () => await connection.Client.GetBlobClient(key).GetPropertiesAsync(cancellationToken: cancellationToken),
                cancellationToken
            );
            return new ObjectProperties(found.ContentLength)
            {
                Md5 = found.ContentHash is { Length: Md5Hash.Length } md5 ? new Md5Hash(md5) : null,
                IsOffline = found.AccessTier == AccessTier.Archive.ToString(),
                Metadata = new Dictionary<string, string>(found.Metadata),
            };
        }
        catch (ObjectMissingException)
        {
            return null;
        }
    }

    /// <param name="range">Not empty.</param>
    public async Task<Stream> OpenAsync(string name, ObjectRange range, CancellationToken cancellationToken)
    {
        string key = connection.KeyOf(name);
        var options = new BlobDownloadOptions { Range = new HttpRange(range.From, range.Last - range.From + 1) };
        try
        {
            BlobDownloadStreamingResult download = await connection.RunAsync<BlobDownloadStreamingResult>(
                StoreAction.Read,
                name,
                async () => await connection.Client.GetBlobClient(key).DownloadStreamingAsync(options, cancellationToken),
                cancellationToken
            );
            return new AnswerStream(download, download.Content, download.Details.ContentLength, Translate);
        }
        catch (StorageException exception) when (AzureFailure.IsPastTheEnd(exception))
        {
            return Stream.Null;
        }

        // The SDK resumes a download after a lost connection; what comes here is what it gave up.
        Exception? Translate(Exception exception, CancellationToken reading) =>
            AzureFailure.IsOne(exception, reading) ? AzureFailure.Translate(StoreAction.Read, name, connection.Url, exception) : null;
    }
}
