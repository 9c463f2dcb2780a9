namespace KafkaStore.Scripted.Groups;

internal static class ListGroupsRequest
{
    public static void Answer(Call call)
    {
        List<string> states = call.Version >= 4 ? call.Request.Array(call.Request.Text) : [];
        KafkaError error = call.Broker.Faults.Take(call.Api);
        call.ThrottleFrom(1);
        call.Answer.Error(error);
        Group[] groups = [.. call.Broker.Groups.All.Where(group => states.Count == 0 || states.Contains($"{group.State}"))];
        call.Answer.Structs(
            error == KafkaError.None ? groups : [],
            group =>
            {
                call.Answer.Text(group.Id);
                call.Answer.Text(group.ProtocolType);
                if (call.Version >= 4)
                    call.Answer.Text($"{group.State}");
            }
        );
        call.Answer.Tags();
    }
}
