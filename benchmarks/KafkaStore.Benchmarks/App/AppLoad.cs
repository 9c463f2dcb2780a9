using KafkaStore.Benchmarks.Archiving;

namespace KafkaStore.Benchmarks.App;

/// <summary>Batches as the trigger delivers them, one after the other.</summary>
/// <param name="Load">The topic that they are taken from.</param>
/// <param name="BatchRecords">In each.</param>
/// <param name="Batches">How many are measured.</param>
/// <param name="WarmUp">How many precede them, for what is compiled and opened once.</param>
internal sealed record AppLoad(Load Load, int BatchRecords, int Batches, int WarmUp)
{
    public static AppLoad Of(int partitions, int recordBytes, int batchRecords, int batches, int warmUp) =>
        new(
            new Load(partitions, recordBytes, (long)(batches + warmUp + 1) * batchRecords / partitions + batchRecords),
            batchRecords,
            batches,
            warmUp
        );

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Batches} batches of {BatchRecords:N0} × {Load.RecordBytes:N0} B, {Load.Partitions} partitions"
        );
}
