namespace KafkaStore.Scripted.Protocol;

internal static class ApiVersionsRequest
{
    public static void Answer(Call call)
    {
        Write(call, call.Node.Broker.Faults.Take(call.Api));
        call.Answer.Tags();
    }

    /// <summary>To a version that the broker does not know: in the oldest layout, so that the client can choose another.</summary>
    public static void AnswerUnknownVersion(Call call)
    {
        call.Answer.Flexible = false;
        Write(call, KafkaError.UnsupportedVersion);
    }

    private static void Write(Call call, KafkaError error)
    {
        call.Answer.Error(error);
        call.Answer.Structs(
            [.. call.Broker.Versions.All],
            entry =>
            {
                call.Answer.Int16((int)entry.Api);
                call.Answer.Int16(entry.Oldest);
                call.Answer.Int16(entry.Newest);
            }
        );
        if (call.Version >= 1 && error == KafkaError.None)
            call.Throttle();
    }
}
