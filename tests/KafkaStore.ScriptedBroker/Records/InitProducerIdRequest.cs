namespace KafkaStore.Scripted.Records;

internal static class InitProducerIdRequest
{
    public static void Answer(Call call)
    {
        string? transactionalId = call.Request.NullableText();
        KafkaError error = call.Broker.Faults.Take(call.Api);
        (long id, short epoch) = error == KafkaError.None ? call.Broker.Producers.Begin(transactionalId) : (-1, (short)-1);
        call.Throttle();
        call.Answer.Error(error);
        call.Answer.Int64(id);
        call.Answer.Int16(epoch);
        call.Answer.Tags();
    }
}
