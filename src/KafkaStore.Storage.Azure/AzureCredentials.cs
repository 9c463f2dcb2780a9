using Azure;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace KafkaStore.Storage.Azure;

/// <summary>Chooses who opens the container.</summary>
internal static class AzureCredentials
{
    /// <exception cref="StorageAccessException">The options don't go together; the message says what to do.</exception>
    public static BlobContainerClient Open(AzureStoreOptions options, BlobClientOptions client)
    {
        AzureStoreUrl url = options.Url;
        if (url.Signature is { } signature)
            return new BlobContainerClient(url.ContainerUri, new AzureSasCredential(signature), client);
        if (!string.IsNullOrWhiteSpace(options.ConnectionString))
            return OpenWith(options.ConnectionString, url, client);
        if (!url.IsEncrypted)
        {
            throw new StorageAccessException(
                $"{url.DisplayName} is not https, so an identity's token can't be sent to it; give a connection string (the emulator's is UseDevelopmentStorage=true)."
            );
        }

        return new BlobContainerClient(url.ContainerUri, new DefaultAzureCredential(Identity(options)), client);
    }

    private static BlobContainerClient OpenWith(string text, AzureStoreUrl url, BlobClientOptions client)
    {
        if (!AzureConnectionString.TryParse(text, out AzureConnectionString? parsed, out string? error))
            throw new StorageAccessException(error);
        if (parsed.Account is { Length: > 0 } account && account != url.Account)
        {
            throw new StorageAccessException(
                $"The connection string is of the account {account} and the store {url.DisplayName} is in {url.Account}; give the one of {url.Account}."
            );
        }

        return parsed.Key is { Length: > 0 } key
            ? new BlobContainerClient(url.ContainerUri, new StorageSharedKeyCredential(url.Account, key), client)
            : new BlobContainerClient(url.ContainerUri, new AzureSasCredential(parsed.Signature!), client);
    }

    private static DefaultAzureCredentialOptions Identity(AzureStoreOptions options)
    {
        var identity = new DefaultAzureCredentialOptions();
        if (!string.IsNullOrEmpty(options.ManagedIdentityClientId))
        {
            identity.ManagedIdentityClientId = options.ManagedIdentityClientId;
            identity.WorkloadIdentityClientId = options.ManagedIdentityClientId;
        }

        if (AzureCloud.AuthorityOf(options.Url.Service.Host) is { } authority)
            identity.AuthorityHost = authority;
        return identity;
    }
}
