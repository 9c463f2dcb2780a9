using Google.Cloud.Storage.V1;

namespace KafkaStore.Storage.Gcs;

/// <summary>The bucket as all parts of the store use it: the client, full names, tries and translated failures.</summary>
internal sealed class GcsBucket(StorageClient client, GcsStoreOptions options)
{
    public StorageClient Client => client;

    public GcsStoreOptions Options => options;

    public GcsStoreUrl Url => options.Url;

    public string Name => options.Url.Bucket;

    public Patience Patience => options.Patience;

    /// <exception cref="ArgumentException">It is not a valid name.</exception>
    public string FullName(string name)
    {
        ObjectName.ThrowIfInvalid(name);
        return Url.Prefix + name;
    }

    /// <summary>Calls until it works, the failure is no transient one, or patience is at its end.</summary>
    public async Task<T> CallAsync<T>(GcsAction action, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await Patience.RunAsync(_ => call(), GcsAnswer.IsTransient, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not StorageException)
        {
            throw GcsFailure.Translate(action, Url, exception);
        }
    }
}
