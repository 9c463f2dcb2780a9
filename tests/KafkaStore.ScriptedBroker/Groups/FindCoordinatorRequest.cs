namespace KafkaStore.Scripted.Groups;

internal static class FindCoordinatorRequest
{
    public static void Answer(Call call)
    {
        KafkaError error = call.Broker.Faults.Take(call.Api);
        BrokerNode coordinator = call.Broker.Nodes[0];
        WireWriter to = call.Answer;
        call.ThrottleFrom(1);
        to.Error(error);
        if (call.Version >= 1)
            to.Text(null);
        to.Int32(error == KafkaError.None ? coordinator.Id : -1);
        to.Text(error == KafkaError.None ? coordinator.AdvertisedHost : "");
        to.Int32(error == KafkaError.None ? coordinator.AdvertisedPort : -1);
    }
}
