using Confluent.Kafka;
using KafkaStore.Broker;
using KafkaStore.Kafka.Clients;
using Microsoft.Extensions.Logging;

namespace KafkaStore.Kafka;

/// <summary>The check at start that there is a Kafka cluster at all.</summary>
public static class KafkaCluster
{
    // Time for a second address of the same name, or a broker that is just starting, before a refusal counts.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.5);

    /// <summary>Makes clients of these properties that read and write, which is when files and passwords are looked at. Asks no broker.</summary>
    /// <exception cref="KafkaPropertyException">The client does not know a property or refuses its value, or it is not free.</exception>
    public static void ThrowIfNoClient(KafkaClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            new ConsumerBuilder<Ignore, Ignore>(ClientConfiguration.ForCursor(options)).SetLogHandler((_, _) => { }).Build().Dispose();
            new ProducerBuilder<Null, Null>(ClientConfiguration.ForRestore(options)).SetLogHandler((_, _) => { }).Build().Dispose();
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
                await FindWrongProtocolAsync(options, cancellationToken)
                    ?? $"no Kafka broker answers at {options.Brokers} ({why}). Check {options.Names.Brokers}.",
                failure
            );
        }
    }

    /// <summary>Null where the protocol is not what is wrong, or that can't be seen from outside.</summary>
    private static async Task<string?> FindWrongProtocolAsync(KafkaClientOptions options, CancellationToken cancellationToken)
    {
        if (!BrokerAddress.TryParse(options.Brokers.Split(',')[0].Trim(), out BrokerAddress address))
            return null;
        string protocol = options.Properties.GetValueOrDefault("security.protocol")?.Text.ToUpperInvariant() ?? "PLAINTEXT";
        return (await ListenerProbe.AskAsync(address, cancellationToken), protocol) switch
        {
            (Listener.Plain, "SSL" or "SASL_SSL") =>
                $"Kafka at {address} speaks no TLS, and security.protocol is {protocol}. Check security.protocol, or the port in {options.Names.Brokers}.",
            (Listener.Tls, "PLAINTEXT" or "SASL_PLAINTEXT") =>
                $"{address} speaks TLS, and security.protocol is {protocol}. Set security.protocol to SSL or SASL_SSL, or check the port in {options.Names.Brokers}.",
            (Listener.Plain, "PLAINTEXT") =>
                $"Kafka at {address} answers and ends the connection when it is asked for topics: it seems to want a login, and security.protocol is {protocol}. Check security.protocol and sasl.mechanism.",
            _ => null,
        };
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
