namespace KafkaStore.Kafka.Clients;

/// <summary>
/// Tells a quiet topic from lost brokers. A consumer's events only raise the suspicion: one address of a name may refuse
/// while another answers, one broker of several may be gone, which events come depends on librdkafka's version, and none
/// says that the brokers are back. So a client of its own, made at the first suspicion and gone with it, asks them.
/// </summary>
internal sealed class BrokerHealth(KafkaClientOptions options, ILogger logger) : IDisposable
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    private readonly ConnectionTrouble suspicion = new(options.Brokers);
    private IAdminClient? probe;

    /// <summary>Takes an error event of the consumer or the probe; from any thread.</summary>
    public void Note(Error error)
    {
        Log.ClientError(logger, error.Code.ToString(), error.Reason);
        suspicion.Note(error);
    }

    /// <summary>Something came from a broker.</summary>
    public void Answered()
    {
        if (suspicion.Reason is not null)
        {
            Trust();
        }
    }

    /// <summary>Free as long as no error came since the last answer; otherwise asks, for two seconds at most.</summary>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public void ThrowIfUnreachable()
    {
        if (suspicion.Reason is null)
        {
            return;
        }
        probe ??= new AdminClientBuilder(ClientConfiguration.ForAdmin(options))
            .SetLogHandler((_, line) => Log.ClientSays(logger, line.Facility, line.Message))
            .SetErrorHandler((_, error) => Note(error))
            .Build();
        try
        {
            // All topics: a question about one could create it.
            probe.GetMetadata(ProbeTimeout);
        }
        catch (KafkaException failure)
        {
            throw BrokerErrors.NoAnswer(options.Brokers, suspicion.Reason ?? failure.Error.Reason, failure);
        }
        Trust();
    }

    public void Dispose() => probe?.Dispose();

    private void Trust()
    {
        // First the probe, whose own events would raise the suspicion again.
        probe?.Dispose();
        probe = null;
        suspicion.Forget();
    }
}
