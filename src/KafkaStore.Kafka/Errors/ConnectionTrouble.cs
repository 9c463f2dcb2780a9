namespace KafkaStore.Kafka.Errors;

/// <summary>
/// Of all that a client reports of its connections, what says most: first an address that a broker gave and that can't be reached,
/// whatever comes behind it; then what came last; and "all brokers are down" only as long as nothing says why. From any thread.
/// </summary>
internal sealed class ConnectionTrouble(string brokers)
{
    private readonly Lock turn = new();

    /// <summary>In the client's words; null as long as it has reported nothing.</summary>
    public string? Reason { get; private set; }

    public void Note(Error error)
    {
        lock (turn)
        {
            if (Reason is null || (error.Code != ErrorCode.Local_AllBrokersDown && !IsAdvertised(Reason)) || IsAdvertised(error.Reason))
                Reason = error.Reason;
        }
    }

    public void Forget()
    {
        lock (turn)
            Reason = null;
    }

    private bool IsAdvertised(string reason) => AdvertisedAddress.In(reason, brokers) is not null;
}
