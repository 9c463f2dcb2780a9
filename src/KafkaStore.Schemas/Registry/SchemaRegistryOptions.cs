namespace KafkaStore.Schemas.Registry;

/// <summary>Where a schema registry is and how it is asked.</summary>
public sealed record SchemaRegistryOptions
{
    /// <summary>Without user, password and trailing slash.</summary>
    public required Uri Address { get; init; }

    /// <summary>For basic authentication; null for none.</summary>
    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>Whether what proves who asks goes through a network as it is.</summary>
    public bool SendsSecretsInTheClear => User is not null && Address.Scheme == "http" && !Address.IsLoopback;

    /// <summary>For one answer, connecting included. Default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads an address such as <c>https://user:password@registry:8081</c>; user and password may be percent-encoded.</summary>
    /// <param name="url">The address.</param>
    /// <param name="user">Takes precedence over the one in the address.</param>
    /// <param name="password">As <paramref name="user"/>.</param>
    /// <exception cref="FormatException">It is no such address; the message says so without the password.</exception>
    public static SchemaRegistryOptions Parse(string url, string? user = null, string? password = null)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            throw new FormatException(
                "The schema registry's address is not one: give it as http://HOST:PORT or https://USER:PASSWORD@HOST."
            );
        }

        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new FormatException(
                $"The schema registry's address on {uri.Host} has a query or a fragment: give its base address alone."
            );
        }

        string[] userInfo = uri.UserInfo.Split(':', 2);
        return new SchemaRegistryOptions
        {
            Address = new UriBuilder(uri.Scheme, uri.Host, uri.Port, uri.AbsolutePath.TrimEnd('/')).Uri,
            User = user ?? (userInfo[0].Length > 0 ? Uri.UnescapeDataString(userInfo[0]) : null),
            Password = password ?? (userInfo.Length > 1 ? Uri.UnescapeDataString(userInfo[1]) : null),
        };
    }

    public override string ToString() => Address.ToString().TrimEnd('/');
}
