using KafkaStore.Containers;

namespace KafkaStore.Reading.Verification;

/// <summary>Decodes and counts an object of the original tool. It says nothing of itself that more could be checked by.</summary>
internal sealed class OriginalObjectCheck(ProblemLog problems)
{
    public async Task<CheckedObject> RunAsync(ArchiveName name, ContainerReader reader, ReadBytes read, CancellationToken cancellationToken)
    {
        long records = 0;
        long? firstTimestamp = null;
        try
        {
            while (await reader.ReadBlockAsync(cancellationToken) is { } block)
            {
                foreach (Record record in block.Records(reader.Layout, name.BaseOffset + records))
                    firstTimestamp ??= record.Timestamp;
                records += block.Count;
                read.MoveTo(reader.Position);
            }
        }
        catch (DamagedContainerException e)
        {
            problems.Add(name, name.BaseOffset + records, ProblemKind.BlockDamaged, e.Message);
            return new CheckedObject(name) { IsOriginal = true, Records = records };
        }

        return new CheckedObject(name)
        {
            IsOriginal = true,
            IsSound = true,
            NextOffset = name.BaseOffset + records,
            Records = records,
            FirstOffset = records > 0 ? name.BaseOffset : null,
            FirstTimestamp = firstTimestamp,
        };
    }
}
