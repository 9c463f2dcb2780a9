using System.Diagnostics.CodeAnalysis;
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
            return new BlobContainerClient(url.BucketUri, new AzureSasCredential(signature.Text), client);
        if (options.ConnectionString is { Text: string text } && !string.IsNullOrWhiteSpace(text))
            return OpenWith(text, url, client);
        if (!url.IsEncrypted)
        {
            throw new StorageAccessException(
                $"{url.DisplayName} is not https, so an identity's token can't be sent to it; give a connection string (the emulator's is UseDevelopmentStorage=true)."
            );
        }

        return new BlobContainerClient(url.BucketUri, new DefaultAzureCredential(Identity(options)), client);
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
            ? new BlobContainerClient(url.BucketUri, new StorageSharedKeyCredential(url.Account, key), client)
            : new BlobContainerClient(url.BucketUri, new AzureSasCredential(parsed.Signature!), client);
    }

    private static DefaultAzureCredentialOptions Identity(AzureStoreOptions options)
    {
        var identity = new DefaultAzureCredentialOptions();
        if (!string.IsNullOrEmpty(options.ManagedIdentityClientId))
        {
            identity.ManagedIdentityClientId = options.ManagedIdentityClientId;
            identity.WorkloadIdentityClientId = options.ManagedIdentityClientId;
        }

        if (AuthorityOf(options.Url.Service.Host) is { } authority)
            identity.AuthorityHost = authority;
        return identity;
    }

    /// <summary>Who signs people and programs in there; null where the environment or the default decides.</summary>
    private static Uri? AuthorityOf(string host) =>
        host switch
        {
            _ when host.EndsWith(".chinacloudapi.cn", StringComparison.Ordinal) => AzureAuthorityHosts.AzureChina,
            _ when host.EndsWith(".usgovcloudapi.net", StringComparison.Ordinal) => AzureAuthorityHosts.AzureGovernment,
            _ => null,
        };
}

/// <summary>The parts of a storage account's connection string that say who opens it. Its endpoints are the URL's business.</summary>
internal sealed record AzureConnectionString(string? Account, string? Key, string? Signature)
{
    // Public knowledge: every emulator of the service has this account with this key.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <param name="text">Of the form <c>AccountName=…;AccountKey=…</c>, in any order, with or without the rest.</param>
    /// <param name="parsed">Null where there is an error.</param>
    /// <param name="error">What is wrong, without its secrets; null where nothing is.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out AzureConnectionString? parsed, [NotNullWhen(false)] out string? error)
    {
        parsed = null;
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] pair = part.Split('=', 2);
            if (pair.Length < 2 || !parts.TryAdd(pair[0].Trim(), pair[1].Trim()))
            {
                error =
                    "The connection string can't be read: it is not a list of NAME=VALUE joined by ';'. Copy it from the account's access keys.";
                return false;
            }
        }

        parsed =
            parts.TryGetValue("UseDevelopmentStorage", out string? emulator) && bool.TryParse(emulator, out bool isEmulator) && isEmulator
                ? new AzureConnectionString(EmulatorAccount, EmulatorKey, null)
                : new AzureConnectionString(
                    parts.GetValueOrDefault("AccountName"),
                    parts.GetValueOrDefault("AccountKey"),
                    parts.GetValueOrDefault("SharedAccessSignature")?.TrimStart('?')
                );
        error = parsed.WhatIsWrong();
        if (error is not null)
            parsed = null;
        return parsed is not null;
    }

    /// <summary>Without the secrets.</summary>
    public override string ToString() => $"AccountName={Account}";

    private string? WhatIsWrong()
    {
        if (string.IsNullOrEmpty(Key) && string.IsNullOrEmpty(Signature))
            return "The connection string has neither AccountKey nor SharedAccessSignature; copy it from the account's access keys, or leave it out to use an identity.";
        if (!string.IsNullOrEmpty(Key) && string.IsNullOrEmpty(Account))
            return "The connection string has an AccountKey and no AccountName; copy all of it from the account's access keys.";
        return string.IsNullOrEmpty(Key) || Convert.TryFromBase64String(Key, new byte[Key.Length], out _)
            ? null
            : "The AccountKey in the connection string is no Base64; copy all of it from the account's access keys.";
    }
}
