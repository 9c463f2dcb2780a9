namespace KafkaStore.Tests.Avro;

/// <summary>Damage of the kinds that disks, networks and people do, drawn at random.</summary>
internal static class Mutations
{
    // Zero, small, sign bits, and numbers that go on.
    private static readonly byte[] Telling = [0x00, 0x01, 0x02, 0x7f, 0x80, 0x81, 0xfe, 0xff];

    public static byte[] Apply(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            int at = random.Next(bytes.Count);
            int count = Math.Min(random.Next(1, 12), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = Telling[random.Next(Telling.Length)];
                    break;
                case 2:
                    bytes.RemoveRange(at, count);
                    break;
                case 3:
                    bytes.InsertRange(at, random.GetItems(Telling, count));
                    break;
                case 4:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, count));
                    break;
                case 5:
                    for (int i = 0; i < count; i++)
                        bytes[at + i] = (byte)random.Next(256);
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
