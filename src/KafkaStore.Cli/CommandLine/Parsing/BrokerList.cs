using System.Net;

namespace KafkaStore.Cli.CommandLine.Parsing;

/// <summary>Checks what <c>--broker-list</c> and its like take: the client wraps a port that is none, and waits for a host that can't be one.</summary>
internal static class BrokerList
{
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

            if (!BrokerAddress.TryParse(broker, out _))
            {
                throw new UsageException(
                    $"{option} takes HOST[:PORT], with commas between several and ports from 1 to {IPEndPoint.MaxPort}, not '{text}'."
                );
            }
        }

        return text;
    }
}
