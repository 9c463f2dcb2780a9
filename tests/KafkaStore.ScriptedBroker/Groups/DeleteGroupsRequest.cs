namespace KafkaStore.Scripted.Groups;

internal static class DeleteGroupsRequest
{
    public static void Answer(Call call)
    {
        List<string> ids = call.Request.Array(call.Request.Text);
        call.Throttle();
        call.Answer.Structs(
            ids,
            id =>
            {
                call.Answer.Text(id);
                call.Answer.Error(Delete(call, id));
            }
        );
        call.Answer.Tags();
    }

    private static KafkaError Delete(Call call, string id)
    {
        if (call.Broker.Faults.Take(call.Api) is var error and not KafkaError.None)
            return error;
        if (call.Broker.Groups.Find(id) is not { } group)
            return KafkaError.GroupIdNotFound;
        if (group.Members.Count > 0)
            return KafkaError.NonEmptyGroup;
        call.Broker.Groups.Remove(id);
        return KafkaError.None;
    }
}
