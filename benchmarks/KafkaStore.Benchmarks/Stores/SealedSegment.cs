using System.Buffers;
using KafkaStore.Avro;
using KafkaStore.Containers;
using KafkaStore.Naming;
using KafkaStore.Records;
using KafkaStore.Storage;
using KafkaStore.Storage.Local;

namespace KafkaStore.Benchmarks.Stores;

/// <summary>A segment of records that don't compress, made and created as a seal does.</summary>
internal static class SealedSegment
{
    private const int ValueBytes = 1000;

    /// <returns>Bytes of the object.</returns>
    public static async Task<long> CreateAsync(IObjectStore store, long bytes)
    {
        var name = new ArchiveName(new TopicPartition("benchmark", 0), 0);
        using var body = new ContainerBody(name, ContainerCodec.Deflate(), new SpoolFile(), Environment.ProcessorCount);
        var random = new Random(1);
        byte[] value = new byte[ValueBytes];
        var encoded = new ArrayBufferWriter<byte>(2 * ValueBytes);
        long appended = 0;
        for (long offset = 0; appended < bytes; offset++)
        {
            random.NextBytes(value);
            encoded.ResetWrittenCount();
            RecordEncoding.Write(encoded, new Record(offset, 1_700_000_000_000 + offset, null, value, []));
            await body.AppendAsync(new EncodedRecord(offset, 1_700_000_000_000 + offset, encoded.WrittenMemory));
            appended += encoded.WrittenCount;
        }

        await body.CompleteAsync();
        var content = new ContainerContent(body, []);
        return await store.CreateAsync(name.ToString(), content, default) == CreateOutcome.Created
            ? content.Length
            : throw new InvalidOperationException($"{store.DisplayName} has {name} already. Delete it.");
    }
}
