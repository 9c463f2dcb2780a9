namespace KafkaStore.Scripted.Groups;

internal static class SyncGroupRequest
{
    public static async Task AnswerAsync(Call call)
    {
        WireReader from = call.Request;
        (string groupId, int generation, string memberId) = (from.Text(), from.Int32(), from.Text());
        if (call.Version >= 3)
            from.NullableText(); // a static member's id
        List<(string, ReadOnlyMemory<byte>)> assignments = from.Structs(() => (from.Text(), from.Bytes()));
        Task<Synced> syncing;
        lock (call.Broker.Gate)
        {
            syncing = call.Broker.Faults.Take(call.Api) is var error and not KafkaError.None
                ? Task.FromResult(new Synced(error, default))
                : call.Broker.Groups.Get(groupId).Sync(memberId, generation, assignments);
        }

        Synced synced = await syncing.WaitAsync(call.Stopping);
        call.ThrottleFrom(1);
        call.Answer.Error(synced.Error);
        call.Answer.Bytes(synced.Assignment.Span);
    }
}
