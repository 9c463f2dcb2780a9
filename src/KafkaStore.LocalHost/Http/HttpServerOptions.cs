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

    /// <summary>How much is served at a time.</summary>
    public HttpReadingOptions Reading { get; init; } = new() { PollInterval = TimeSpan.FromMilliseconds(200) };
}
