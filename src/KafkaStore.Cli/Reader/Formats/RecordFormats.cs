namespace KafkaStore.Cli.Reader.Formats;

internal static class RecordFormats
{
    /// <param name="topic">Whose records come.</param>
    /// <param name="partition">Likewise; null for those of several.</param>
    public static IRecordFormat Create(
        ReaderRequest request,
        string topic,
        TopicPartition? partition,
        BytesMember key,
        BytesMember value
    ) =>
        request.Format switch
        {
            RecordFormat.Avro => new ContainerFormat(topic, partition?.Partition),
            RecordFormat.Raw => new RawFormat(),
            _ => new LineFormat(key, value, showsPartition: partition is null, Console.Error),
        };
}
