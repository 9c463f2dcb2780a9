using System.Globalization;
using System.Net;

namespace KafkaStore.Kafka;

/// <summary>Where a broker is, as people write it: <c>HOST[:PORT]</c>.</summary>
/// <param name="Host">An IPv6 address has brackets where a port follows it.</param>
public readonly record struct BrokerAddress(string Host, int Port)
{
    /// <summary>The client's, where none is written.</summary>
    public const int DefaultPort = 9092;

    /// <returns>False where it is no such address; a scheme before it makes it none.</returns>
    public static bool TryParse(string text, out BrokerAddress address)
    {
        ArgumentNullException.ThrowIfNull(text);

        // A colon outside brackets begins the port, but for an IPv6 address that stands without them and so has none.
        int bracket = text.LastIndexOf(']');
        int colon = text.IndexOf(':', Math.Max(bracket, 0));
        bool isBareAddress = bracket < 0 && colon >= 0 && text.IndexOf(':', colon + 1) >= 0;
        bool hasPort = colon >= 0 && !isBareAddress;
        int port = DefaultPort;
        bool isPort = !hasPort || int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port);
        address = new BrokerAddress(hasPort ? text[..colon] : text, port);
        return isPort
            && port is >= 1 and <= IPEndPoint.MaxPort
            && address.Host.Length > 0
            && !address.Host.Any(char.IsWhiteSpace)
            && !address.Host.Contains('/', StringComparison.Ordinal);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
