using System.Text.Json;
using Google.Api.Gax;

namespace KafkaStore.Storage.Gcs;

/// <summary>One bucket and prefix, the SDK's client to it, and how often it is asked.</summary>
internal sealed class GcsConnection(StorageClient client, GcsStoreOptions options) : IDisposable
{
    public StorageClient Client => client;

    public GcsStoreOptions Options => options;

    public GcsStoreUrl Url => options.Url;

    public string Bucket => options.Url.Bucket;

    /// <summary>With the credentials that the options or the environment give.</summary>
    /// <exception cref="StorageAccessException">There are none, or they can't be used; the message says what to do.</exception>
    public static async Task<GcsConnection> OpenAsync(GcsStoreOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            var builder = new StorageClientBuilder
            {
                GoogleCredential = await GcsCredentials.ReadAsync(options, cancellationToken),
                EmulatorDetection = options.Endpoint is null ? EmulatorDetection.EmulatorOrProduction : EmulatorDetection.None,
                BaseUri = options.Endpoint,
                UnauthenticatedAccess = options.Endpoint is not null && options.CredentialsFile is null && options.ExternalAccount is null,
            };
            return new GcsConnection(await builder.BuildAsync(cancellationToken), options);
        }
        catch (Exception exception)
            when (exception
                    is InvalidOperationException
                        or IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or FormatException
                        or ArgumentException
                        or NotSupportedException
            )
        {
            throw GcsFailure.OfCredentials(options, exception);
        }
    }

    /// <exception cref="ArgumentException">It is not a valid name.</exception>
    public string KeyOf(string name)
    {
        ObjectName.ThrowIfInvalid(name);
        return Url.Prefix + name;
    }

    /// <summary>Calls until it works, the failure is no transient one, or patience is at its end; that gets the domain's words.</summary>
    public async Task<T> RunAsync<T>(StoreAction action, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await options.Patience.RunAsync(_ => call(), GcsAnswer.IsTransient, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not StorageException)
        {
            throw GcsFailure.Translate(action, Url, exception);
        }
    }

    public void Dispose() => client.Dispose();
}
