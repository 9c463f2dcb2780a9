using KafkaStore.Simulation;

namespace KafkaStore.Tests.Simulation;

/// <summary>Bugs of the kind that the simulation is there to find.</summary>
internal static class PlantedBugs
{
    public static IReadOnlyDictionary<string, Mutation> All { get; } =
        new Dictionary<string, Mutation>
        {
            ["offsets are committed early"] = new EarlyCommits(),
            ["a silent broker counts as the end of the log"] = new SilenceTakenForEnd(),
            ["what exists counts as created"] = new ExistingTakenForCreated(),
            ["a chunk counts as staged before it is"] = new EarlyAcknowledgement(),
            ["chunks are deleted once read"] = new EagerDeletion(),
            ["a fault that was noted is not looked for"] = new UnseenFaults(),
        };

    public sealed class UncheckedCodes : Mutation
    {
        public override bool TakesAnyCode => true;
    }

    private sealed class EarlyCommits : Mutation
    {
        public override bool CommitsEarly => true;
    }

    private sealed class SilenceTakenForEnd : Mutation
    {
        public override bool TakesSilenceForEnd => true;
    }

    private sealed class ExistingTakenForCreated : Mutation
    {
        public override IObjectStore Archive(IObjectStore store) => new Store((IStagingStore)store);

        private sealed class Store(IStagingStore inner) : ForwardingStore(inner)
        {
            public override async Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
            {
                await base.CreateAsync(name, content, cancellationToken);
                return CreateOutcome.Created;
            }
        }
    }

    private sealed class EarlyAcknowledgement : Mutation
    {
        public override IStagingStore Staging(IStagingStore store) => new Store(store);

        private sealed class Store(IStagingStore inner) : ForwardingStore(inner)
        {
            public override Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
            {
                if (name.StartsWith('~'))
                    return base.CreateAsync(name, content, cancellationToken);
                using Stream stream = content.Open();
                byte[] bytes = new byte[content.Length];
                stream.ReadExactly(bytes);
                _ = base.CreateAsync(name, ObjectContent.FromBytes(bytes), cancellationToken);
                return Task.FromResult(CreateOutcome.Created);
            }
        }
    }

    private sealed class EagerDeletion : Mutation
    {
        public override IStagingStore Staging(IStagingStore store) => new Store(store);

        private sealed class Store(IStagingStore inner) : ForwardingStore(inner)
        {
            public override async Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken)
            {
                Stream stream = await base.OpenReadAsync(name, from, length, cancellationToken);
                if (!name.StartsWith('~'))
                    await DeleteAsync(name, cancellationToken);
                return stream;
            }
        }
    }

    private sealed class UnseenFaults : Mutation
    {
        public override IStagingStore Staging(IStagingStore store) => new Store(store);

        private sealed class Store(IStagingStore inner) : ForwardingStore(inner)
        {
            public override Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken) =>
                name.StartsWith(FaultName.Folder, StringComparison.Ordinal)
                    ? throw new ObjectMissingException(name, DisplayName)
                    : base.OpenReadAsync(name, from, length, cancellationToken);
        }
    }
}
