using System.Buffers;
using KafkaStore.Reading.Formats;
using KafkaStore.Reading.Objects;
using KafkaStore.Reading.Ranges;
using KafkaStore.Records;
using KafkaStore.Storage.Local;

namespace KafkaStore.Benchmarks.Reading;

/// <summary>Reads whole partitions in this process, with the product's own reader.</summary>
internal static class DecodedArchive
{
    /// <summary>Takes every record apart.</summary>
    /// <param name="end">Offset after the last record, since each offset has one.</param>
    /// <param name="lines">Gets each record as a line of JSON, and is emptied after each block; null for none.</param>
    public static async Task ReadAsync(LocalObjectStore store, TopicPartition partition, long end, ArrayBufferWriter<byte>? lines)
    {
        var objects = new ArchiveObjects(store);
        var slices = new RangeSlices(objects, new ArchiveLocator(store));
        long records = 0;
        await foreach (
            ArchivedBlock block in new RangeReader(objects).ReadAsync(slices, new RecordRange(partition), CancellationToken.None)
        )
        {
            string filename = Path.GetFileName(block.Name.ToString());
            foreach (Record record in block.Records)
            {
                records++;
                if (lines is null)
                    continue;
                RecordLine.Write(lines, filename, record);
                lines.Write("\n"u8);
            }

            lines?.ResetWrittenCount();
        }

        if (records != end)
            throw new InvalidOperationException($"{records} records came where there are {end}.");
    }
}
