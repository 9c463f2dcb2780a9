using Azure.Identity;

namespace KafkaStore.Storage.Azure;

/// <summary>What the name of a Blob service's host says: the account, and the cloud that it is in.</summary>
internal static class AzureCloud
{
    private const string BlobLabel = ".blob.";

    /// <summary>Null where the host is no account's Blob service.</summary>
    public static string? AccountOf(string host)
    {
        int blob = host.IndexOf(BlobLabel, StringComparison.Ordinal);
        string rest = blob < 0 ? host : host[..blob];

        // Some accounts carry a zone (ACCOUNT.z1.blob.storage.azure.net); the account is the first label in any case.
        string account = rest.Split('.')[0];
        return
            blob > 0
            && account.Length is >= 3 and <= 24
            && account.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
            ? account
            : null;
    }

    public static string WhyNoAccount(string host) =>
        host.Contains(".dfs.", StringComparison.Ordinal)
            ? $"{host} is the account's Data Lake endpoint; write the Blob endpoint, ACCOUNT.blob.core.windows.net"
            : $"{host} is no account's Blob service; write ACCOUNT.blob.core.windows.net, or the blob host of your cloud";

    /// <summary>Who signs people and programs in there; null where the environment or the default decides.</summary>
    public static Uri? AuthorityOf(string host) =>
        host switch
        {
            _ when host.EndsWith(".chinacloudapi.cn", StringComparison.Ordinal) => AzureAuthorityHosts.AzureChina,
            _ when host.EndsWith(".usgovcloudapi.net", StringComparison.Ordinal) => AzureAuthorityHosts.AzureGovernment,
            _ => null,
        };
}
