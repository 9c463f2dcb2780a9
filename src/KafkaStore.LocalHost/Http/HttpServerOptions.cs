using System.Net;
using KafkaStore.Functions.Settings;

namespace KafkaStore.LocalHost.Http;

/// <summary>Where the HTTP functions are served, and to whom.</summary>
/// <param name="Port">0 takes any that is free.</param>
public sealed record HttpServerOptions(int Port)
{
    /// <summary>Default: loopback, which only this machine reaches.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>What clients have to know. Null: one is made up and told when the server starts.</summary>
    public Secret? Token { get; init; }

    /// <summary>How much is served at a time, and how slowly. Default: <see cref="OnOneMachine"/>.</summary>
    public HttpReadingOptions Reading { get; init; } = OnOneMachine;

    /// <summary>Connections at a time, half of them of one client; more are closed at once. Default: 2,048.</summary>
    public int Connections { get; init; } = 2048;

    /// <summary>What no platform in front of this server sees to: clients are known by address, and have to take 16 KiB a second.</summary>
    public static HttpReadingOptions OnOneMachine { get; } =
        new()
        {
            PollInterval = TimeSpan.FromMilliseconds(200),
            ClientsBy = ClientIdentity.Address,
            LeastBytesPerSecond = 16 * 1024,
        };
}
