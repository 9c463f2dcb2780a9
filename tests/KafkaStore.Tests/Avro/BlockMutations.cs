namespace KafkaStore.Tests.Avro;

/// <summary>Damage by somebody who knows where blocks begin: swapped, repeated and dropped ones, sizes and counts blown up.</summary>
internal static class BlockMutations
{
    /// <param name="header">The container up to its first block.</param>
    /// <param name="blocks">Count, data and sync marker of each.</param>
    /// <param name="random">Draws the damage.</param>
    public static byte[] Apply(byte[] header, IReadOnlyList<(long Count, byte[] Data, byte[] Sync)> blocks, Random random)
    {
        List<(long Count, long Size, byte[] Data, byte[] Sync)> parts =
        [
            .. blocks.Select(block => (block.Count, (long)block.Data.Length, block.Data, block.Sync)),
        ];
        for (int times = random.Next(1, 4); times > 0 && parts.Count > 0; times--)
        {
            int at = random.Next(parts.Count);
            int other = random.Next(parts.Count);
            switch (random.Next(5))
            {
                case 0:
                    (parts[at], parts[other]) = (parts[other], parts[at]);
                    break;
                case 1:
                    parts.Insert(other, parts[at]);
                    break;
                case 2:
                    parts.RemoveAt(at);
                    break;
                case 3:
                    parts[at] = parts[at] with { Size = Large(random) };
                    break;
                default:
                    parts[at] = parts[at] with { Count = Large(random) };
                    break;
            }
        }

        PlainAvro container = new PlainAvro().Raw(header);
        foreach ((long count, long size, byte[] data, byte[] sync) in parts)
            container.Long(count).Long(size).Raw(data).Raw(sync);
        return container.ToArray();
    }

    private static long Large(Random random)
    {
        long value = 1L << random.Next(63);
        return random.Next(4) == 0 ? -value : value + random.Next(3) - 1;
    }
}
