using KafkaStore.Naming;
using KafkaStore.Reading.Objects;
using KafkaStore.Reading.Ranges;
using KafkaStore.Storage.Local;

namespace KafkaStore.ClusterRun.Records;

/// <summary>What an archive in a folder has of a topic.</summary>
internal sealed class ArchiveDump(string folder)
{
    private readonly ArchiveObjects objects = new(LocalObjectStore.OpenForReading(folder));

    /// <summary>A partition's records, in the order of offsets.</summary>
    public async Task<List<DumpedRecord>> ReadAsync(string topic, int partition, CancellationToken cancellationToken)
    {
        var records = new List<DumpedRecord>();
        var range = new RecordRange(new KafkaStore.Records.TopicPartition(topic, partition));
        var slices = new RangeSlices(objects, new ArchiveLocator(objects.Store));
        await foreach (ArchivedBlock block in new RangeReader(objects).ReadAsync(slices, range, cancellationToken))
            records.AddRange(block.Records.Select(DumpedRecord.Of));
        return records;
    }

    /// <summary>A line an object: its offsets and the digest of its records, which have nothing of its topic's name.</summary>
    public async Task<List<string>> DigestsAsync(string topic, CancellationToken cancellationToken)
    {
        var digests = new List<string>();
        await foreach (KafkaStore.Storage.ObjectEntry entry in objects.Store.ListAsync($"{topic}/", null, cancellationToken))
        {
            if (!ArchiveName.TryParse(entry.Name, out ArchiveName name))
                continue;
            ArchiveObject archived = await objects.OpenAsync(new ArchiveEntry(name, entry.Length), cancellationToken);
            digests.Add($"{name.Partition.Partition} {archived.Range} {archived.Facts?.Container.RecordsDigest}");
        }

        return digests;
    }
}
