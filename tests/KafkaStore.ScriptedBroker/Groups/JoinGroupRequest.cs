namespace KafkaStore.Scripted.Groups;

internal static class JoinGroupRequest
{
    public static async Task AnswerAsync(Call call)
    {
        WireReader from = call.Request;
        string groupId = from.Text();
        var session = TimeSpan.FromMilliseconds(from.Int32());
        TimeSpan rebalance = call.Version >= 1 ? TimeSpan.FromMilliseconds(from.Int32()) : session;
        string memberId = from.Text();
        if (call.Version >= 5)
            from.NullableText(); // a static member's id
        string protocolType = from.Text();
        var ask = new JoinAsk(memberId, call.ClientId, session, rebalance, protocolType, from.Structs(() => (from.Text(), from.Bytes())));
        Task<Joined> joining;
        lock (call.Broker.Gate)
        {
            joining = call.Broker.Faults.Take(call.Api) is var error and not KafkaError.None
                ? Task.FromResult(Joined.Refused(error, memberId))
                : call.Broker.Groups.Get(groupId).Join(ask, needsId: call.Version >= 4);
        }

        Write(call, await joining.WaitAsync(call.Stopping));
    }

    private static void Write(Call call, Joined joined)
    {
        WireWriter to = call.Answer;
        call.ThrottleFrom(2);
        to.Error(joined.Error);
        to.Int32(joined.Generation);
        to.Text(joined.Protocol);
        to.Text(joined.Leader);
        to.Text(joined.MemberId);
        to.Structs(
            joined.Members,
            member =>
            {
                to.Text(member.Id);
                if (call.Version >= 5)
                    to.Text(null);
                to.Bytes(member.Metadata.Span);
            }
        );
    }
}
