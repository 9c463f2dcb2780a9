namespace KafkaStore.Scripted.Groups;

internal static class LeaveGroupRequest
{
    public static void Answer(Call call)
    {
        KafkaError fault = call.Broker.Faults.Take(call.Api);
        Group group = call.Broker.Groups.Get(call.Request.Text());
        string memberId = call.Request.Text();
        call.ThrottleFrom(1);
        call.Answer.Error(fault == KafkaError.None ? group.Leave(memberId) : fault);
    }
}
