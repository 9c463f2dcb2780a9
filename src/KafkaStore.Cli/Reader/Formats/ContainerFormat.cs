using KafkaStore.Avro;
using KafkaStore.Containers;

namespace KafkaStore.Cli.Reader.Formats;

/// <summary><c>--format avro</c>: one container, whatever ranges its records come from.</summary>
internal sealed class ContainerFormat(string topic, int? partition) : IRecordFormat
{
    private readonly ContainerWriter container = new(topic, partition, ContainerCodec.Deflate());

    public void Begin(IBufferWriter<byte> target) => container.WriteHeader(target);

    public ValueTask WriteAsync(IBufferWriter<byte> target, ArchiveName name, Record record, CancellationToken cancellationToken)
    {
        container.Write(target, record);
        return ValueTask.CompletedTask;
    }

    public void Pause(IBufferWriter<byte> target) => container.EndBlock(target);
}
