using System.Text.Json;
using Google.Api.Gax;
using Google.Cloud.Storage.V1;

namespace KafkaStore.Storage.Gcs;

/// <summary>Makes the SDK's client with the credentials that the options or the environment give.</summary>
internal static class GcsClient
{
    /// <exception cref="StorageAccessException">There are no credentials, or they can't be used; the message says what to do.</exception>
    public static async Task<StorageClient> CreateAsync(GcsStoreOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var builder = new StorageClientBuilder
            {
                GoogleCredential = await GcsCredentials.ReadAsync(options, cancellationToken),
                EmulatorDetection = options.Endpoint is null ? EmulatorDetection.EmulatorOrProduction : EmulatorDetection.None,
                BaseUri = options.Endpoint,
                UnauthenticatedAccess = options.Endpoint is not null && options.CredentialsFile is null && options.ExternalAccount is null,
            };
            return await builder.BuildAsync(cancellationToken);
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
}
