using System.Globalization;

namespace KafkaStore.Kafka.Errors;

/// <summary>
/// An address that a broker gave for itself or another, as the client names it in its errors (<c>HOST:PORT/ID: …</c>). One that
/// can't be reached from here is the commonest mistake of all, and looks as if no broker answered.
/// </summary>
internal static class AdvertisedAddress
{
    /// <summary>The address that an error is about, if a broker gave it and nobody asked for it; else null.</summary>
    /// <param name="reason">The client's words.</param>
    /// <param name="brokers">Those asked for, commas between.</param>
    public static string? In(string reason, string brokers)
    {
        // An address that was asked for has the name /bootstrap until it is known which broker is there.
        string name = reason.Split(": ").FirstOrDefault(part => part.Contains('/', StringComparison.Ordinal)) ?? "";
        int slash = name.LastIndexOf('/');
        if (slash < 0 || !int.TryParse(name[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return null;
        string address = name[..slash];
        return brokers.Split(',').Any(asked => WithPort(asked.Trim()).Equals(address, StringComparison.OrdinalIgnoreCase)) ? null : address;
    }

    private static string WithPort(string broker) =>
        BrokerAddress.TryParse(broker, out BrokerAddress address) ? address.ToString() : broker;
}
