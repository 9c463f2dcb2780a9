namespace KafkaStore.Scripted.Records;

internal static class EndTxnRequest
{
    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        string transactionalId = from.Text();
        KafkaError error = call.Broker.Producers.Check(transactionalId, from.Int64(), from.Int16());
        bool commits = from.Bool();
        if (error == KafkaError.None)
            error = call.Broker.Faults.Take(call.Api);
        if (error == KafkaError.None)
            call.Broker.Producers.End(transactionalId, commits);
        call.Throttle();
        call.Answer.Error(error);
        call.Answer.Tags();
    }
}
