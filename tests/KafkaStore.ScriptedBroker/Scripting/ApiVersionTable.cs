namespace KafkaStore.Scripted.Scripting;

/// <summary>Releases of Apache Kafka that differ in what clients learn of topics.</summary>
public enum BrokerRelease
{
    /// <summary>3.1 and later: topic ids in Metadata, fetches by id.</summary>
    Current,

    /// <summary>2.4 to 2.7: no topic ids.</summary>
    WithoutTopicIds,

    /// <summary>2.8 to 3.0: topic ids in Metadata, fetches by name.</summary>
    FetchesByName,
}

/// <summary>Which versions of which requests the broker says that it takes. What it says is what it does: others end the connection.</summary>
public sealed class ApiVersionTable
{
    private readonly Dictionary<Api, (short Oldest, short Newest)> versions = Handlers.All.ToDictionary(
        entry => entry.Key,
        entry => (entry.Value.Oldest, entry.Value.Newest)
    );

    internal ApiVersionTable(BrokerRelease release)
    {
        (Api Api, short Newest)[] limits = release switch
        {
            BrokerRelease.WithoutTopicIds =>
            [
                (Api.Produce, 8),
                (Api.Fetch, 11),
                (Api.ListOffsets, 5),
                (Api.Metadata, 9),
                (Api.OffsetCommit, 8),
                (Api.OffsetFetch, 6),
                (Api.ListGroups, 3),
                (Api.DeleteRecords, 1),
                (Api.InitProducerId, 2),
            ],
            BrokerRelease.FetchesByName =>
            [
                (Api.Produce, 9),
                (Api.Fetch, 12),
                (Api.ListOffsets, 6),
                (Api.Metadata, 11),
                (Api.OffsetCommit, 8),
                (Api.OffsetFetch, 7),
            ],
            _ => [],
        };
        foreach ((Api api, short newest) in limits)
            Limit(api, newest);
    }

    internal IEnumerable<(Api Api, short Oldest, short Newest)> All =>
        versions.Select(entry => (entry.Key, entry.Key == Api.Produce ? (short)0 : entry.Value.Oldest, entry.Value.Newest)); // as Kafka 4 says, for librdkafka's sake

    /// <summary>Takes no newer version of a request than this one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The broker itself takes none as old.</exception>
    public void Limit(Api api, short newest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(newest, versions[api].Oldest);
        versions[api] = (versions[api].Oldest, Math.Min(newest, versions[api].Newest));
    }

    /// <summary>Knows nothing of a request.</summary>
    public void Remove(Api api) => versions.Remove(api);

    internal bool Takes(Api api, short version) =>
        versions.TryGetValue(api, out (short Oldest, short Newest) range) && version >= range.Oldest && version <= range.Newest;
}
