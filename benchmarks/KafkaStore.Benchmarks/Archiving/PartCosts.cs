namespace KafkaStore.Benchmarks.Archiving;

/// <summary>What the parts of archiving take, each by itself.</summary>
/// <param name="EncodedRecordBytes">On average.</param>
/// <param name="Compressing">Null where nothing is compressed.</param>
internal sealed record PartCosts(int RecordBytes, double EncodedRecordBytes, IReadOnlyList<Cost> All, Cost? Compressing)
{
    public static PartCosts Parse(int recordBytes, IEnumerable<string> lines)
    {
        Cost[] costs = [.. lines.Select(Cost.Parse)];
        Cost[] shown = [.. costs.Where(cost => cost.Name is not ("records" or "bytes"))];
        Cost? compressing = shown
            .Where(cost => cost.Name.StartsWith("compressing", StringComparison.Ordinal))
            .Cast<Cost?>()
            .FirstOrDefault();
        return new PartCosts(recordBytes, (double)Of("bytes") / Of("records"), shown, compressing);

        long Of(string name) => costs.Single(cost => cost.Name == name).Bytes;
    }
}
