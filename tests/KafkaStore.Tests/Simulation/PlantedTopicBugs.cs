using KafkaStore.Accepting;
using KafkaStore.Simulation;

namespace KafkaStore.Tests.Simulation;

/// <summary>Bugs by which one topic's records get into the archive of another of the same name, or out of every archive.</summary>
internal static class PlantedTopicBugs
{
    public static IReadOnlyDictionary<string, Mutation> All { get; } =
        new Dictionary<string, Mutation>
        {
            ["the id of after is believed for what was fetched before"] = new QueuedBelieved(),
            ["an unconfirmed chunk is sealed"] = new Unconfirmed(),
            ["a late batch of the former topic is believed"] = new LateBatchBelieved(),
            ["an answer without an id is taken for the noted id"] = new ZeroTakenForEqual(),
            ["the settling time is not waited for"] = new Unsettled(),
            ["a topic counts as seen later than it was asked for"] = new SeenTooLate(),
        };

    private sealed class QueuedBelieved : Mutation
    {
        public override bool KeepsQueuedWhenAssigned => true;
    }

    // As if it had been accepted long before it was.
    private sealed class Unconfirmed : Mutation
    {
        public override TimeProvider AcceptingClock(TimeProvider clock) => new Late(clock);

        private sealed class Late(TimeProvider clock) : TimeProvider
        {
            public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() - TimeSpan.FromSeconds(60);
        }
    }

    private sealed class LateBatchBelieved : Mutation
    {
        public override IRecordAttribution Attribution(IRecordAttribution attribution, IdentityMarkers markers) => new AtOnce(markers);

        private sealed class AtOnce(IdentityMarkers markers) : IRecordAttribution
        {
            public async Task<TopicGeneration?> FindAsync(string topic, CancellationToken cancellationToken) =>
                (await markers.FindNewestAsync(topic, cancellationToken))?.Generation ?? TopicGeneration.First(topic);
        }
    }

    private sealed class ZeroTakenForEqual : Mutation
    {
        public override ITopicIdentities Identities(ITopicIdentities identities) => new Remembering(identities);

        private sealed class Remembering(ITopicIdentities identities) : ITopicIdentities
        {
            private IdentityAnswer.Known? last;

            public async Task<IdentityAnswer> AskAsync(string topic, CancellationToken cancellationToken)
            {
                IdentityAnswer answer = await identities.AskAsync(topic, cancellationToken);
                last = answer as IdentityAnswer.Known ?? last;
                return last ?? answer;
            }
        }
    }

    private sealed class Unsettled : Mutation
    {
        public override ArchiverOptions Options(ArchiverOptions options) => options with { SettlingTime = TimeSpan.Zero };
    }

    private sealed class SeenTooLate : Mutation
    {
        private const string Folder = "~seen/";

        // What is signed is not believed under another name.
        public override StagingTrust Trust => StagingTrust.Unsigned;

        public override IStagingStore Staging(IStagingStore store) => new Store(store);

        private sealed class Store(IStagingStore inner) : ForwardingStore(inner)
        {
            public override Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
            {
                int at = name.LastIndexOf('/') + 1;
                return base.CreateAsync(
                    name.StartsWith(Folder, StringComparison.Ordinal)
                        ? name[..at]
                            + (long.Parse(name[at..], CultureInfo.InvariantCulture) + 120_000).ToString("D20", CultureInfo.InvariantCulture)
                        : name,
                    content,
                    cancellationToken
                );
            }
        }
    }
}
