namespace KafkaStore.Kafka.Clients;

/// <summary>Where a client has failed that asks for another protocol than the port speaks, or does not trust it.</summary>
internal static class WrongProtocol
{
    private const string Default = "PLAINTEXT";

    /// <param name="reason">What the client said; null for nothing.</param>
    /// <returns>What is wrong and what to check; null where the protocol is not it, or that can't be seen from outside.</returns>
    public static async Task<string?> FindAsync(KafkaClientOptions options, string? reason, CancellationToken cancellationToken)
    {
        if (!BrokerAddress.TryParse(options.Brokers.Split(',')[0].Trim(), out BrokerAddress address))
            return null;
        string protocol = options.Properties.GetValueOrDefault("security.protocol")?.Text.ToUpperInvariant() ?? Default;
        return (await ListenerProbe.AskAsync(address, cancellationToken), protocol) switch
        {
            (Listener.Plain, "SSL" or "SASL_SSL") =>
                $"Kafka at {address} speaks no TLS, and security.protocol is {protocol}. Check security.protocol, or the port in {options.Names.Brokers}.",
            (Listener.Tls, Default or "SASL_PLAINTEXT") =>
                $"{address} speaks TLS, and security.protocol is {protocol}. Set security.protocol to SSL or SASL_SSL, or check the port in {options.Names.Brokers}.",
            (Listener.Tls, "SSL" or "SASL_SSL") when reason?.Contains("certificate verify failed", StringComparison.Ordinal) == true =>
                $"{address} shows a certificate that nobody trusted here has signed, or that is not of {address.Host}. Name its authority with ssl.truststore.location or ssl.ca.location.",
            (Listener.Plain, Default) when EndedByBroker(reason) =>
                $"Kafka at {address} answers and ends the connection when it is asked for topics: it seems to want a login, and security.protocol is {protocol}. Check security.protocol and sasl.mechanism.",
            _ => null,
        };
    }

    private static bool EndedByBroker(string? reason) => reason is null || reason.Contains("Disconnected", StringComparison.Ordinal);
}
