namespace KafkaStore.Scripted.Groups;

internal static class HeartbeatRequest
{
    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        KafkaError fault = call.Broker.Faults.Take(call.Api);
        Group group = call.Broker.Groups.Get(from.Text());
        (int generation, string memberId) = (from.Int32(), from.Text());
        call.ThrottleFrom(1);
        call.Answer.Error(fault == KafkaError.None ? group.Heartbeat(memberId, generation) : fault);
    }
}
