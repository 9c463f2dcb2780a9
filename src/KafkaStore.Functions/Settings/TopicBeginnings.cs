using KafkaStore.Markers;
using Microsoft.Extensions.Hosting;

namespace KafkaStore.Functions.Settings;

/// <summary>
/// Notes which topics of Kafka's these are, and where they begin, before the platform learns of the functions: its trigger can have
/// read nothing then, so that whatever it delivers was read of the topic that is noted, or of one after it.
/// </summary>
/// <param name="starts">Note it, where the archive has nothing yet.</param>
/// <param name="options">Name the topics.</param>
/// <param name="clock">For the patience.</param>
/// <param name="logger">Told what can't be noted now.</param>
internal sealed class TopicBeginnings(PartitionStarts starts, ArchiverOptions options, TimeProvider clock, ILogger<TopicBeginnings> logger)
    : IHostedLifecycleService
{
    // The platform ends a worker that is silent for a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Before any other service starts. What takes longer goes on beside them; what fails is done with the first batch.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) =>
        Task.WhenAny(
            Task.WhenAll(options.Topics.Select(topic => NoteAsync(topic, cancellationToken))),
            Task.Delay(Patience, clock, cancellationToken)
        );

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task NoteAsync(string topic, CancellationToken cancellationToken)
    {
        try
        {
            var first = new TopicPartition(topic, 0);
            await Task.Run(
                () => starts.EnsureAsync(first, new Dictionary<int, long>(), options.Of(topic).OffsetReset, cancellationToken),
                cancellationToken
            );
        }
        catch (Exception e) when (e is BrokerUnavailableException or UnknownTopicException or StorageException or StartUnknownException)
        {
            Log.BeginningUnnoted(logger, topic, e.Message);
        }
    }
}
