namespace KafkaStore.Kafka;

/// <summary>The check at start that there is a Kafka cluster at all.</summary>
public static class KafkaCluster
{
    // Time for a second address of the same name, or a broker that is just starting, before a refusal counts.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.5);

    /// <summary>Makes a client of these properties, before work that only ends with asking the brokers. Asks nothing.</summary>
    /// <exception cref="InvalidOperationException">The client does not know a property.</exception>
    /// <exception cref="ArgumentException">It refuses a value, or the property is not free.</exception>
    public static void ThrowIfNoClient(KafkaClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        new ConsumerBuilder<Ignore, Ignore>(ClientConfiguration.ForCursor(options)).SetLogHandler((_, _) => { }).Build().Dispose();
    }

    /// <summary>Returns when a broker has answered. Refused connections and unknown names end it early.</summary>
    /// <param name="timeout">How long to try at most; 8 s by default.</param>
    /// <exception cref="BrokerUnavailableException">None did; the message names the brokers, the reason and what to check.</exception>
    public static async Task EnsureReachableAsync(
        KafkaClientOptions options,
        ILogger logger,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        TimeSpan limit = timeout ?? TimeSpan.FromSeconds(8);
        var allDown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        string? reason = null;
        IAdminClient client = new AdminClientBuilder(ClientConfiguration.ForAdmin(options))
            .SetLogHandler((_, line) => Log.ClientSays(logger, line.Facility, line.Message))
            .SetErrorHandler(
                (_, error) =>
                {
                    Log.ClientError(logger, error.Code.ToString(), error.Reason);
                    if (error.Code == ErrorCode.Local_AllBrokersDown)
                    {
                        allDown.TrySetResult();
                    }
                    else
                    {
                        Volatile.Write(ref reason, error.Reason);
                    }
                }
            )
            .Build();

        Task<KafkaException?> answer = AskAsync(client, limit);
        Task refused = allDown.Task.ContinueWith(_ => Task.Delay(Grace, cancellationToken), TaskScheduler.Default).Unwrap();
        await Task.WhenAny(answer, refused, Task.Delay(limit, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();

        KafkaException? failure = answer.IsCompleted ? await answer : null;
        if (!answer.IsCompleted || failure is not null)
        {
            string why = Volatile.Read(ref reason) is { } said ? BrokerErrors.Plain(said) : $"no answer within {limit.TotalSeconds:0.#} s";
            throw new BrokerUnavailableException(
                $"no Kafka broker answers at {options.Brokers} ({why}). Check {options.Names.Brokers}.",
                failure
            );
        }
    }

    /// <summary>Owns the client: it is disposed when the question has ended, however long after its asker went on.</summary>
    private static Task<KafkaException?> AskAsync(IAdminClient client, TimeSpan limit) =>
        Task.Run(() =>
        {
            using (client)
            {
                try
                {
                    client.GetMetadata(limit);
                    return null;
                }
                catch (KafkaException failure)
                {
                    return failure;
                }
            }
        });
}
