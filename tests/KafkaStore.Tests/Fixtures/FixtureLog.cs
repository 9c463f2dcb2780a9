namespace KafkaStore.Tests.Fixtures;

/// <summary>The broker's log when a case is continued: what it still has of the case, and what comes after it.</summary>
internal static class FixtureLog
{
    private const int MoreRecords = 4;

    /// <summary>When the case is continued.</summary>
    public static DateTimeOffset Later { get; } = TestTime.Epoch + TimeSpan.FromDays(30);

    public static ScriptedLog Of(FixtureCopy fixture)
    {
        var log = new ScriptedLog();
        foreach (FixturePartition partition in fixture.Facts.Partitions)
        {
            TopicPartition at = Parse(partition.Name);
            log.AddPartition(at, partition.LogStart);
            foreach (
                FixtureRecord record in fixture.Records.Where(record => record.At == partition.Name && record.Offset >= partition.LogStart)
            )
            {
                log.Skip(at, record.Offset - log.EndOf(at));
                log.Append(at, record.Record);
            }

            log.Skip(at, partition.Accepted - log.EndOf(at));
            foreach (Record record in More())
                log.Append(at, record);
        }

        return log;
    }

    /// <summary>How many cursors were to read an offset that the case has neither archived nor staged; others compare a record with theirs.</summary>
    public static int HolesAsked(ScriptedLog log, FixtureCopy fixture)
    {
        HashSet<(TopicPartition, long)> held =
        [
            .. fixture.Records.Where(record => record.In != FixtureRecord.AtBroker).Select(record => (Parse(record.At), record.Offset)),
        ];
        var accepted = fixture.Facts.Partitions.ToDictionary(partition => Parse(partition.Name), partition => partition.Accepted);
        return log
            .Sought.Where(sought => sought.Offset < accepted[sought.Partition] && !held.Contains((sought.Partition, sought.Offset)))
            .Select(sought => sought.Cursor)
            .Distinct()
            .Count();
    }

    /// <summary>Every record that has to be archived in the end, in no order.</summary>
    public static IEnumerable<string> Expected(FixtureCopy fixture) =>
        fixture
            .Records.Select(record => FixtureRecord.Show(record.At, record.Record))
            .Concat(
                fixture.Facts.Partitions.SelectMany(partition =>
                    More().Select((record, i) => FixtureRecord.Show(partition.Name, record with { Offset = partition.Accepted + i }))
                )
            )
            .Order(StringComparer.Ordinal);

    /// <param name="name">As <c>orders/000000</c>.</param>
    public static TopicPartition Parse(string name) =>
        ArchiveName.TryParse($"{name}/{0:D20}", out ArchiveName parsed) ? parsed.Partition : throw new FormatException(name);

    private static IEnumerable<Record> More() =>
        Enumerable
            .Range(0, MoreRecords)
            .Select(i => new Record(
                0,
                Later.ToUnixTimeMilliseconds() + i,
                i % 2 == 0 ? null : "key"u8.ToArray(),
                new byte[] { (byte)i },
                []
            ));
}
