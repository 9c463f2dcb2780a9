using System.Globalization;

namespace KafkaStore.Cli.CommandLine;

/// <summary>Checks what <c>--broker-list</c> and its like take: the client wraps a port that is none, and waits for a host that can't be one.</summary>
internal static class BrokerList
{
    private const int MaximumPort = 65535;

    /// <param name="text">As it was typed.</param>
    /// <returns>The text.</returns>
    /// <exception cref="UsageException">It is no list of <c>HOST[:PORT]</c>.</exception>
    public static string Checked(string text, string option)
    {
        foreach (string broker in text.Split(',').Select(part => part.Trim()))
        {
            int scheme = broker.IndexOf("://", StringComparison.Ordinal);
            if (scheme >= 0)
            {
                throw new UsageException(
                    $"{option} takes HOST:PORT without a scheme, not '{broker}': write {broker[(scheme + 3)..].TrimEnd('/')}."
                );
            }

            if (!IsOne(broker))
            {
                throw new UsageException(
                    $"{option} takes HOST[:PORT], with commas between several and ports from 1 to {MaximumPort}, not '{text}'."
                );
            }
        }

        return text;
    }

    // A colon outside brackets begins the port, but for an IPv6 address that stands without them and so has none.
    private static bool IsOne(string broker)
    {
        int bracket = broker.LastIndexOf(']');
        int colon = broker.IndexOf(':', Math.Max(bracket, 0));
        bool isBareAddress = bracket < 0 && colon >= 0 && broker.IndexOf(':', colon + 1) >= 0;
        string host = isBareAddress || colon < 0 ? broker : broker[..colon];
        return host.Length > 0
            && !host.Any(char.IsWhiteSpace)
            && !host.Contains('/', StringComparison.Ordinal)
            && (isBareAddress || colon < 0 || IsPort(broker[(colon + 1)..]));
    }

    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is >= 1 and <= MaximumPort;
}
