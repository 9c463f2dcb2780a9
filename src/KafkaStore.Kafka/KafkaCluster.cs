using System.Diagnostics;

namespace KafkaStore.Kafka;

/// <summary>The check at start that there is a Kafka cluster at all.</summary>
public static class KafkaCluster
{
    // Time for a second address of the same name, or a broker that is just starting, before a refusal counts.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan FirstTry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes clients of these properties that read and write, which is when files and passwords are looked at. Asks no broker.</summary>
    /// <exception cref="KafkaPropertyException">The client does not know a property or refuses its value, or it is not free.</exception>
    public static void ThrowIfNoClient(KafkaClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ConsumerConfig reading = ClientConfiguration.ForCursor(options);
        ProducerConfig writing = ClientConfiguration.ForRestore(options, default);
        // A client that has brokers connects as soon as it is made, and may have asked for a producer's id before it is gone again.
        (reading.BootstrapServers, writing.BootstrapServers) = (null, null);
        try
        {
            new ConsumerBuilder<Ignore, Ignore>(reading).SetLogHandler((_, _) => { }).Build().Dispose();
            new ProducerBuilder<Null, Null>(writing).SetLogHandler((_, _) => { }).Build().Dispose();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw RefusedProperties.Translate(e, options.Properties);
        }
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
        var trouble = new ConnectionTrouble(options.Brokers);
        IAdminClient client = new AdminClientBuilder(ClientConfiguration.ForAdmin(options))
            .SetLogHandler((_, line) => Log.ClientSays(logger, line.Facility, line.Message))
            .SetErrorHandler(
                (_, error) =>
                {
                    Log.ClientError(logger, error.Code.ToString(), error.Reason);
                    if (error.Code == ErrorCode.Local_AllBrokersDown)
                        allDown.TrySetResult(); // says nothing of why
                    else
                        trouble.Note(error);
                }
            )
            .Build();

        using var givingUp = new CancellationTokenSource();
        Task<KafkaException?> answer = AskAsync(client, limit, givingUp.Token);
        Task refused = allDown.Task.ContinueWith(_ => Task.Delay(Grace, cancellationToken), TaskScheduler.Default).Unwrap();
        await Task.WhenAny(answer, refused, Task.Delay(limit, cancellationToken));

        // The client has to be gone before the process is: in the middle of TLS it would take it down with a fault of its own.
        await givingUp.CancelAsync();
        KafkaException? failure = await answer;
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
        {
            throw new BrokerUnavailableException(await DescribeAsync(options, trouble.Reason, limit, cancellationToken), failure);
        }
    }

    private static async Task<string> DescribeAsync(
        KafkaClientOptions options,
        string? reason,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        if (reason is not null && AdvertisedAddress.In(reason, options.Brokers) is not null)
            return BrokerErrors.NoAnswer(options.Brokers, reason).Message + ".";
        if (await WrongProtocol.FindAsync(options, reason, cancellationToken) is { } wrong)
            return wrong;
        string why = reason is null ? $"no answer within {limit.TotalSeconds:0.#} s" : BrokerErrors.Plain(reason);
        return $"no Kafka broker answers at {options.Brokers} ({why}). Check {options.Names.Brokers}.";
    }

    /// <summary>
    /// Owns the client, which goes on connecting from one try to the next; a try can't be interrupted, so each takes half
    /// as long as all before it.
    /// </summary>
    private static Task<KafkaException?> AskAsync(IAdminClient client, TimeSpan limit, CancellationToken givingUp) =>
        Task.Run(() =>
        {
            using (client)
            {
                long start = Stopwatch.GetTimestamp();
                while (true)
                {
                    TimeSpan passed = Stopwatch.GetElapsedTime(start);
                    TimeSpan left = limit - passed;
                    TimeSpan attempt = passed / 2 < FirstTry ? FirstTry : passed / 2;
                    try
                    {
                        client.GetMetadata(attempt < left ? attempt : left);
                        return null;
                    }
                    catch (KafkaException) when (Stopwatch.GetElapsedTime(start) < limit - Pause && !givingUp.IsCancellationRequested)
                    {
                        // Tried again: the client says why by its events.
                    }
                    catch (KafkaException failure)
                    {
                        return failure;
                    }

                    givingUp.WaitHandle.WaitOne(Pause);
                }
            }
        });
}
