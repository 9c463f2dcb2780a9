namespace KafkaStore.Hosting;

/// <summary>The container or bucket that a store is in.</summary>
internal static class StoreContainer
{
    /// <summary>Comparable text; of an Azure URL the account and the container, wherever the account is written.</summary>
    public static string Of(StoreLocation location)
    {
        var url = new Uri(location.DisplayName);
        string[] segments = url.AbsolutePath.Trim('/').Split('/');

        // An IP address or localhost has the account as the first segment of its path.
        bool pathStyle = url.HostNameType != UriHostNameType.Dns || url.Host == "localhost";
        return location.Kind == StoreKind.Azure
            ? $"{url.Authority}/{string.Join('/', segments.Take(pathStyle ? 2 : 1))}"
            : $"{url.Scheme}://{url.Host}";
    }
}
