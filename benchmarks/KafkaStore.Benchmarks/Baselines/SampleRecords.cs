using System.Buffers;
using KafkaStore.Avro;
using KafkaStore.Records;

namespace KafkaStore.Benchmarks.Baselines;

/// <summary>The records that the archiver gets, and the blocks that it makes of them.</summary>
internal sealed class SampleRecords
{
    private SampleRecords(IReadOnlyList<Record> records)
    {
        Records = records;
        Blocks = BlocksOf(records);
        EncodedBytes = Blocks.Sum(block => (long)block.Length);
    }

    public IReadOnlyList<Record> Records { get; }

    public IReadOnlyList<byte[]> Blocks { get; }

    public long EncodedBytes { get; }

    public static SampleRecords Consume(string brokers, string topic, long bytes)
    {
        var records = new List<Record>();
        long left = bytes;
        ConsumeLoop.Run(
            brokers,
            topic,
            1,
            result =>
            {
                records.Add(
                    new Record(result.Offset.Value, result.Message.Timestamp.UnixTimestampMs, result.Message.Key, result.Message.Value, [])
                );
                left -= result.Message.Value?.Length ?? 0;
                return left <= 0;
            }
        );
        return new SampleRecords(records);
    }

    private static List<byte[]> BlocksOf(IEnumerable<Record> records)
    {
        var blocks = new List<byte[]>();
        var block = new ArrayBufferWriter<byte>(ContainerLimits.BlockBytes * 2);
        foreach (Record record in records)
        {
            RecordEncoding.Write(block, record);
            if (block.WrittenCount < ContainerLimits.BlockBytes)
                continue;
            blocks.Add(block.WrittenSpan.ToArray());
            block.ResetWrittenCount();
        }

        if (block.WrittenCount > 0)
            blocks.Add(block.WrittenSpan.ToArray());
        return blocks;
    }
}
