namespace KafkaStore.Scripted.Groups;

/// <summary>Coming, going and being waited for.</summary>
internal sealed partial class Group
{
    private DateTimeOffset notBefore;
    private DateTimeOffset deadline;
    private string? leader;

    /// <summary>Ends sessions and waits whose time has passed.</summary>
    public void Tick()
    {
        foreach (string gone in announced.Where(entry => entry.Value < Now).Select(entry => entry.Key).ToList())
            announced.Remove(gone);
        foreach (
            GroupMember silent in members.Where(member => !member.IsWaiting && member.LastHeard + member.Ask.SessionTimeout < Now).ToList()
        )
        {
            Remove(silent);
        }

        CompleteRebalance();
    }

    private void Remove(GroupMember member)
    {
        member.EndJoining(Joined.Refused(KafkaError.UnknownMemberId, member.Id));
        member.EndSyncing(KafkaError.UnknownMemberId);
        members.Remove(member);
        PrepareRebalance();
    }

    private void PrepareRebalance()
    {
        if (State != GroupState.PreparingRebalance)
        {
            notBefore = State == GroupState.Empty ? Now + initialDelay : Now;
            State = GroupState.PreparingRebalance;
            deadline = Now + members.Select(member => member.Ask.RebalanceTimeout).DefaultIfEmpty().Max();
            EndSyncing(KafkaError.RebalanceInProgress);
        }

        CompleteRebalance();
    }

    private void CompleteRebalance()
    {
        bool isComplete = members.TrueForAll(member => member.IsJoining) && announced.Count == 0;
        if (State != GroupState.PreparingRebalance || Now < notBefore || (!isComplete && Now < deadline))
            return;
        members.RemoveAll(member => !member.IsJoining);
        Generation++;
        State = members.Count == 0 ? GroupState.Empty : GroupState.CompletingRebalance;
        if (members.Count == 0)
            return;
        leader = Find(leader ?? "")?.Id ?? members[0].Id;
        ProtocolName = members[0].Ask.Protocols.Select(protocol => protocol.Name).First(name => IsKnownToAll(name));
        foreach (GroupMember member in members)
        {
            member.LastHeard = Now;
            member.Assignment = default;
            member.EndJoining(AnswerTo(member));
        }
    }

    private Joined AnswerTo(GroupMember member) =>
        new(
            KafkaError.None,
            Generation,
            ProtocolName,
            leader!,
            member.Id,
            member.Id == leader ? [.. members.Select(each => (each.Id, MetadataOf(each)))] : []
        );
}
