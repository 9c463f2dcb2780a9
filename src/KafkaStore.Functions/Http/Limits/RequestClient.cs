using System.Net;
using System.Net.Sockets;

namespace KafkaStore.Functions.Http.Limits;

/// <summary>Who asks, as far as can be told: by what <see cref="ClientIdentity"/> says.</summary>
public static class RequestClient
{
    // Of an IPv6 address: the network. Whoever has one address of it usually has all.
    private const int NetworkBytes = 8;

    internal static string Of(HttpRequest request, ClientIdentity identity) =>
        identity switch
        {
            ClientIdentity.Key when request.Headers["x-functions-key"].ToString() is { Length: > 0 } key => key,
            ClientIdentity.Key => request.Query["code"].ToString(),
            _ => Of(request.HttpContext.Connection.RemoteIpAddress),
        };

    /// <summary>An address as a client's name.</summary>
    public static string Of(IPAddress? address) =>
        address switch
        {
            null => "",
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes)),
            _ => address.ToString(),
        };
}
