using KafkaStore.Accepting;
using KafkaStore.Archiving;

namespace KafkaStore.Simulation;

/// <summary>A planted bug, to show that the simulation finds it; none by default.</summary>
internal class Mutation
{
    /// <summary>How what is staged is trusted in the seeds that are to find it.</summary>
    public virtual StagingTrust Trust => StagingTrust.Signed;

    public static Mutation None { get; } = new();

    /// <summary>Offsets are committed before the function has returned.</summary>
    public virtual bool CommitsEarly => false;

    /// <summary>A reader of the log takes a broker that says nothing for the end of the partition.</summary>
    public virtual bool TakesSilenceForEnd => false;

    /// <summary>A local host's client keeps what it has queued when it is assigned anew: the topic that is asked for after that is believed.</summary>
    public virtual bool KeepsQueuedWhenAssigned => false;

    /// <summary>Codes of staged chunks are not checked: whoever forges one is believed.</summary>
    public virtual bool TakesAnyCode => false;

    public virtual IObjectStore Archive(IObjectStore store) => store;

    public virtual IStagingStore Staging(IStagingStore store) => store;

    public virtual ITopicIdentities Identities(ITopicIdentities identities) => identities;

    public virtual IRecordAttribution Attribution(IRecordAttribution attribution, IdentityMarkers markers) => attribution;

    /// <summary>By which batches are stamped.</summary>
    public virtual TimeProvider AcceptingClock(TimeProvider clock) => clock;

    public virtual ArchiverOptions Options(ArchiverOptions options) => options;
}
