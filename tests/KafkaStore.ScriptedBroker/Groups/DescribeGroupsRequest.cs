namespace KafkaStore.Scripted.Groups;

internal static class DescribeGroupsRequest
{
    // Where nobody asked for what a client is allowed.
    private const int NotAsked = int.MinValue;

    public static void Answer(Call call)
    {
        List<string> ids = call.Request.Array(call.Request.Text);
        WireWriter to = call.Answer;
        call.ThrottleFrom(1);
        to.Structs(
            ids,
            id =>
            {
                Group? group = call.Broker.Groups.Find(id);
                to.Error(call.Broker.Faults.Take(call.Api));
                to.Text(id);
                to.Text(group is null ? "Dead" : $"{group.State}");
                to.Text(group?.ProtocolType ?? "");
                to.Text(group?.ProtocolName ?? "");
                to.Structs(
                    group?.Members ?? [],
                    member =>
                    {
                        to.Text(member.Id);
                        if (call.Version >= 4)
                            to.Text(null);
                        to.Text(member.Ask.ClientId ?? "");
                        to.Text("/127.0.0.1");
                        to.Bytes(group!.MetadataOf(member).Span);
                        to.Bytes(member.Assignment.Span);
                    }
                );
                if (call.Version >= 3)
                    to.Int32(NotAsked);
            }
        );
    }
}
