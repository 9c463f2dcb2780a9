namespace KafkaStore.Scripted.Groups;

/// <summary>What a member is told when all have joined.</summary>
/// <param name="Members">For the leader alone, which assigns.</param>
internal sealed record Joined(
    Protocol.KafkaError Error,
    int Generation,
    string Protocol,
    string Leader,
    string MemberId,
    IReadOnlyList<(string Id, ReadOnlyMemory<byte> Metadata)> Members
)
{
    public static Joined Refused(Protocol.KafkaError error, string memberId) => new(error, -1, "", "", memberId, []);
}

/// <summary>What a member is told when the leader has assigned.</summary>
internal sealed record Synced(Protocol.KafkaError Error, ReadOnlyMemory<byte> Assignment);

/// <summary>What a client joins with.</summary>
/// <param name="MemberId">Empty for one that is new.</param>
/// <param name="Protocols">Ways of assigning that it knows, the one it likes best first.</param>
internal sealed record JoinAsk(
    string MemberId,
    string? ClientId,
    TimeSpan SessionTimeout,
    TimeSpan RebalanceTimeout,
    string ProtocolType,
    IReadOnlyList<(string Name, ReadOnlyMemory<byte> Metadata)> Protocols
);

/// <summary>One member of a group.</summary>
internal sealed class GroupMember(string id)
{
    private TaskCompletionSource<Joined>? joining;
    private TaskCompletionSource<Synced>? syncing;

    public string Id => id;

    public required JoinAsk Ask { get; set; }

    public ReadOnlyMemory<byte> Assignment { get; set; }

    public DateTimeOffset LastHeard { get; set; }

    public bool IsJoining => joining is not null;

    // The broker owes it an answer, so its silence means nothing.
    public bool IsWaiting => joining is not null || syncing is not null;

    public Task<Joined> Join()
    {
        EndJoining(Joined.Refused(Protocol.KafkaError.RebalanceInProgress, id));
        joining = new TaskCompletionSource<Joined>(TaskCreationOptions.RunContinuationsAsynchronously);
        return joining.Task;
    }

    public void EndJoining(Joined with)
    {
        joining?.SetResult(with);
        joining = null;
    }

    public Task<Synced> Sync()
    {
        EndSyncing(Protocol.KafkaError.RebalanceInProgress);
        syncing = new TaskCompletionSource<Synced>(TaskCreationOptions.RunContinuationsAsynchronously);
        return syncing.Task;
    }

    public void EndSyncing(Protocol.KafkaError error)
    {
        syncing?.SetResult(new Synced(error, error == Protocol.KafkaError.None ? Assignment : default));
        syncing = null;
    }

    public bool KnowsTheSameAs(JoinAsk other) =>
        Ask.Protocols.Count == other.Protocols.Count
        && Ask.Protocols.Zip(other.Protocols)
            .All(pair => pair.First.Name == pair.Second.Name && pair.First.Metadata.Span.SequenceEqual(pair.Second.Metadata.Span));
}
