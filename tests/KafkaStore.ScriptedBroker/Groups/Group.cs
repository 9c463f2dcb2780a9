namespace KafkaStore.Scripted.Groups;

internal enum GroupState
{
    Empty,
    PreparingRebalance,
    CompletingRebalance,
    Stable,
}

/// <summary>
/// A consumer group of the classic protocol. When members come or go, all have to join again; the group waits for those it knows until
/// their sessions end or the longest of their rebalance timeouts has passed, then the leader assigns.
/// </summary>
internal sealed partial class Group(string id, TimeProvider time, TimeSpan initialDelay)
{
    private readonly List<GroupMember> members = [];
    private readonly Dictionary<string, DateTimeOffset> announced = [];

    public string Id => id;

    public GroupState State { get; private set; }

    public int Generation { get; private set; }

    public string ProtocolType { get; private set; } = "";

    public string ProtocolName { get; private set; } = "";

    public IReadOnlyList<GroupMember> Members => members;

    public Dictionary<(string Topic, int Partition), CommittedOffset> Offsets { get; } = [];

    private DateTimeOffset Now => time.GetUtcNow();

    /// <param name="needsId">Whether a new member is first given an id, to come back with.</param>
    public Task<Joined> Join(JoinAsk ask, bool needsId)
    {
        if (
            members.Count > 0
            && (ask.ProtocolType != ProtocolType || !ask.Protocols.Any(protocol => IsKnownToAll(protocol.Name, except: ask.MemberId)))
        )
        {
            return Task.FromResult(Joined.Refused(KafkaError.InconsistentGroupProtocol, ask.MemberId));
        }

        GroupMember? known = Find(ask.MemberId);
        if (known is null && ask.MemberId.Length > 0 && !announced.Remove(ask.MemberId))
            return Task.FromResult(Joined.Refused(KafkaError.UnknownMemberId, ask.MemberId));
        if (known is null && ask.MemberId.Length == 0)
        {
            string given = $"{ask.ClientId}-{Guid.NewGuid()}";
            if (needsId)
            {
                announced[given] = Now + ask.SessionTimeout;
                return Task.FromResult(Joined.Refused(KafkaError.MemberIdRequired, given));
            }

            ask = ask with { MemberId = given };
        }

        if (
            known is not null
            && known.KnowsTheSameAs(ask)
            && (State == GroupState.CompletingRebalance || (State == GroupState.Stable && known.Id != leader))
        )
        {
            return Task.FromResult(AnswerTo(known)); // it has missed the answer
        }

        if (known is null)
            members.Add(known = new GroupMember(ask.MemberId) { Ask = ask });
        known.Ask = ask;
        known.LastHeard = Now;
        ProtocolType = ask.ProtocolType;
        Task<Joined> joining = known.Join();
        PrepareRebalance();
        return joining;
    }

    public Task<Synced> Sync(string memberId, int generation, IEnumerable<(string Member, ReadOnlyMemory<byte> Assignment)> assignments)
    {
        KafkaError error = Check(memberId, generation, out GroupMember? member);
        if (error == KafkaError.None && State == GroupState.PreparingRebalance)
            error = KafkaError.RebalanceInProgress;
        if (error != KafkaError.None || member is null)
            return Task.FromResult(new Synced(error, default));
        Task<Synced> syncing = member.Sync();
        if (State == GroupState.Stable)
        {
            member.EndSyncing(KafkaError.None);
        }
        else if (memberId == leader)
        {
            foreach ((string assigned, ReadOnlyMemory<byte> assignment) in assignments)
                Find(assigned)?.Assignment = assignment;
            State = GroupState.Stable;
            EndSyncing(KafkaError.None);
        }

        return syncing;
    }

    public KafkaError Heartbeat(string memberId, int generation)
    {
        KafkaError error = Check(memberId, generation, out _);
        return error == KafkaError.None && State == GroupState.PreparingRebalance ? KafkaError.RebalanceInProgress : error;
    }

    public KafkaError Leave(string memberId)
    {
        if (announced.Remove(memberId))
            return KafkaError.None;
        if (Find(memberId) is not { } member)
            return KafkaError.UnknownMemberId;
        Remove(member);
        return KafkaError.None;
    }

    /// <summary>Whether a member of this generation speaks; hearing from it prolongs its session.</summary>
    public KafkaError Check(string memberId, int generation, out GroupMember? member)
    {
        member = Find(memberId);
        if (member is null)
            return KafkaError.UnknownMemberId;
        member.LastHeard = Now;
        return generation == Generation ? KafkaError.None : KafkaError.IllegalGeneration;
    }

    public ReadOnlyMemory<byte> MetadataOf(GroupMember member) =>
        member.Ask.Protocols.FirstOrDefault(protocol => protocol.Name == ProtocolName).Metadata;

    private bool IsKnownToAll(string protocol, string? except = null) =>
        members.TrueForAll(member => member.Id == except || member.Ask.Protocols.Any(known => known.Name == protocol));

    private void EndSyncing(KafkaError error) => members.ForEach(member => member.EndSyncing(error));

    private GroupMember? Find(string memberId) => members.Find(member => member.Id == memberId);
}
