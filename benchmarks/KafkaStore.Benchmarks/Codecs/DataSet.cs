using System.Buffers;
using KafkaStore.Avro;
using KafkaStore.Records;

namespace KafkaStore.Benchmarks.Codecs;

/// <summary>Records of one kind, encoded and cut into blocks as an archive object has them.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Source">What they were made of, for people.</param>
/// <param name="Blocks">Before they are compressed.</param>
/// <param name="Records">How many.</param>
internal sealed record DataSet(string Name, string Source, IReadOnlyList<ReadOnlyMemory<byte>> Blocks, int Records)
{
    // Eight blocks: a level of 2 MB/s takes seconds.
    private const int MostBytes = 8 * 1024 * 1024;

    private const long Start = 1_767_225_600_000;

    public long Bytes => Blocks.Sum(block => (long)block.Length);

    /// <param name="records">Offsets and times are given here: one every 7 to 20 ms.</param>
    public static DataSet Of(string name, string source, IEnumerable<Record> records)
    {
        var blocks = new List<ReadOnlyMemory<byte>>();
        var block = new ArrayBufferWriter<byte>();
        long time = Start;
        int count = 0;
        long bytes = 0;
        foreach (Record record in records)
        {
            time += 7 + (count * 31L % 14);
            RecordEncoding.Write(block, record with { Offset = count, Timestamp = time });
            count++;
            if (block.WrittenCount < ContainerLimits.BlockBytes)
                continue;
            bytes += block.WrittenCount;
            blocks.Add(block.WrittenSpan.ToArray());
            block.ResetWrittenCount();
            if (bytes >= MostBytes)
                break;
        }

        if (block.WrittenCount > 0)
            blocks.Add(block.WrittenSpan.ToArray());
        return new DataSet(name, source, blocks, count);
    }
}
