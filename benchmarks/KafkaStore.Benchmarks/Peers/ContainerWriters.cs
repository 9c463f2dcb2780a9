using Avro.File;
using Avro.Generic;
using KafkaStore.Avro;
using KafkaStore.Benchmarks.Baselines;
using KafkaStore.Containers;
using KafkaStore.Naming;
using KafkaStore.Records;
using KafkaStore.Storage.Local;

namespace KafkaStore.Benchmarks.Peers;

/// <summary>Ours and the library's, over the same records until enough bytes have passed.</summary>
internal sealed class ContainerWriters(SampleRecords sample, long bytes, string path)
{
    private readonly int rounds = (int)Math.Max(1, bytes / sample.EncodedBytes);

    public Task<Cost> OursAsync() =>
        Cost.MeasureAsync(
            "kafka-store, with its digest and index",
            async () =>
            {
                for (int round = 0; round < rounds; round++)
                {
                    var name = new ArchiveName(new TopicPartition("records", 0), 0);
                    using var body = new ContainerBody(name, ContainerCodec.Deflate(), new SpoolFile(), Environment.ProcessorCount);
                    foreach (Record record in sample.Records)
                        await body.AppendAsync(RecordEncoding.Encode(record));
                    await body.CompleteAsync();
                    await using FileStream file = File.Create(path);
                    await using Stream content = new ContainerContent(body, []).Open();
                    await content.CopyToAsync(file);
                }

                return rounds * sample.EncodedBytes;
            }
        );

    public Task<Cost> ApacheAvroAsync()
    {
        var schema = (global::Avro.RecordSchema)global::Avro.Schema.Parse(System.Text.Encoding.UTF8.GetString(MessageSchema.Utf8.Span));
        GenericRecord[] records = [.. sample.Records.Select(record => Generic(schema, record))];
        return Cost.MeasureAsync(
            "Apache.Avro (C#)",
            () =>
            {
                for (int round = 0; round < rounds; round++)
                {
                    using FileStream file = File.Create(path);
                    using IFileWriter<GenericRecord> writer = DataFileWriter<GenericRecord>.OpenWriter(
                        new GenericDatumWriter<GenericRecord>(schema),
                        file,
                        Codec.CreateCodec(Codec.Type.Deflate)
                    );
                    writer.SetSyncInterval(ContainerLimits.BlockBytes);
                    foreach (GenericRecord record in records)
                        writer.Append(record);
                }

                return Task.FromResult(rounds * sample.EncodedBytes);
            }
        );
    }

    private static GenericRecord Generic(global::Avro.RecordSchema schema, Record record)
    {
        var generic = new GenericRecord(schema);
        generic.Add("timestamp", record.Timestamp);
        generic.Add("key", record.Key?.ToArray());
        generic.Add("value", record.Value?.ToArray());
        generic.Add("offset", record.Offset);
        generic.Add("headers", Array.Empty<object>());
        return generic;
    }
}
