namespace KafkaStore.Accepting;

/// <summary>A batch's records of one partition as they can be staged.</summary>
internal static class AscendingRecords
{
    /// <summary>
    /// Sorted by offset, repeats dropped. Should a batch hold different records for one offset, each goes into a chunk of its own: nothing
    /// is dropped here, and sealing finds the disagreement.
    /// </summary>
    public static IEnumerable<List<EncodedRecord>> Of(List<EncodedRecord> records)
    {
        if (IsAscending(records))
        {
            if (records.Count > 0)
                yield return records;
            yield break;
        }

        var rest = records.OrderBy(record => record.Offset).ToList();
        while (rest.Count > 0)
        {
            var chunk = new List<EncodedRecord>(rest.Count);
            var different = new List<EncodedRecord>();
            foreach (EncodedRecord record in rest)
            {
                if (chunk.Count == 0 || chunk[^1].Offset < record.Offset)
                    chunk.Add(record);
                else if (!chunk[^1].Bytes.Span.SequenceEqual(record.Bytes.Span))
                    different.Add(record);
            }

            yield return chunk;
            rest = different;
        }
    }

    private static bool IsAscending(List<EncodedRecord> records)
    {
        for (int i = 1; i < records.Count; i++)
        {
            if (records[i].Offset <= records[i - 1].Offset)
                return false;
        }

        return true;
    }
}
