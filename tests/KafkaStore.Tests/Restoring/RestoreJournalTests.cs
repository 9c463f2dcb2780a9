namespace KafkaStore.Tests.Restoring;

public sealed class RestoreJournalTests : IDisposable
{
    private static readonly TopicPartition Orders = new("orders", 3);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("restore-journal-");

    private string State => Path.Combine(folder.FullName, "state.json");

    private string Map => Path.Combine(folder.FullName, "map.csv");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void CheckpointIsReadBackAndWhatTheMapHasPastItIsDropped()
    {
        RestoreCheckpoint checkpoint = Checkpoint();
        using (var journal = RestoreJournal.Open(State, Map))
        {
            Assert.Null(journal.Load());
            journal.Save(checkpoint, [Run(0, 7, 3)]);
        }

        File.AppendAllText(Map, "orders,3,900,copies,9");
        using (var journal = RestoreJournal.Open(State, Map))
        {
            RestoreCheckpoint loaded = Assert.IsType<RestoreCheckpoint>(journal.Load());
            Assert.Equal(checkpoint.Partitions, loaded.Partitions);
            Assert.Equal(checkpoint.Request, loaded.Request);
            journal.Save(loaded, [Run(5, 10, 2)]);
        }

        Assert.Equal(
            "topic,partition,old_first,target_topic,new_first,count\norders,3,0,copies,7,3\norders,3,5,copies,10,2\n",
            File.ReadAllText(Map)
        );
    }

    [Fact]
    public void OneProcessOwnsIt()
    {
        using var journal = RestoreJournal.Open(State, null);
        Fails.Saying<RestoreException>("another restore", () => RestoreJournal.Open(State, null));
    }

    [Fact]
    public void OtherFilesAreNoCheckpoint()
    {
        File.WriteAllText(State, "{}");
        using var journal = RestoreJournal.Open(State, null);
        Assert.Contains("is not a checkpoint", Assert.Throws<RestoreException>(() => journal.Load()).Message);
        File.WriteAllText(State, "orders");
        Assert.Contains("is not a checkpoint", Assert.Throws<RestoreException>(() => journal.Load()).Message);
    }

    [Fact]
    public void MapOfAnotherRestoreIsNotOverwritten()
    {
        File.WriteAllText(Map, "topic,partition,old_first,target_topic,new_first,count\norders,3,0,copies,7,3\n");
        using var journal = RestoreJournal.Open(State, Map);
        Assert.Contains("is there already", Assert.Throws<RestoreException>(() => journal.Load()).Message);
    }

    [Theory]
    [InlineData("notes")]
    [InlineData("topic,partition,old_first,target_topic,new_first,count,more")]
    public void FileThatIsNoMapIsNotOverwritten(string content)
    {
        File.WriteAllText(Map, content);
        using (var journal = RestoreJournal.Open(State, Map))
            Assert.Contains("is there already", Assert.Throws<RestoreException>(() => journal.Load()).Message);
        Assert.Equal(content, File.ReadAllText(Map));
    }

    [Fact]
    public void MapThatWasBarelyBegunIsBegunAgain()
    {
        File.WriteAllText(Map, "topic,partition,old_");
        using (var journal = RestoreJournal.Open(State, Map))
            Assert.Null(journal.Load());
        Assert.Equal("topic,partition,old_first,target_topic,new_first,count\n", File.ReadAllText(Map));
    }

    [Fact]
    public void WhatIsStillToBeCheckedIsReadBack()
    {
        using (var journal = RestoreJournal.Open(State, null))
            journal.Save(Checkpoint() with { EndsAreRight = true, MustBeCompared = true }, []);
        using (var journal = RestoreJournal.Open(State, null))
            Assert.True(journal.Load() is { EndsAreRight: true, MustBeCompared: true });
    }

    private static MappedRun Run(long from, long to, long count) =>
        new(Orders, Orders with { Topic = "copies" }, new OffsetRun(from, to, count));

    private static RestoreCheckpoint Checkpoint() =>
        new(
            RestoreCheckpoint.CurrentFormat,
            "abc",
            0,
            [
                new PartitionCheckpoint(
                    "orders",
                    3,
                    "copies",
                    0,
                    long.MaxValue,
                    long.MinValue,
                    long.MaxValue,
                    7,
                    5,
                    12,
                    5,
                    100,
                    false,
                    new OffsetRun(4, 11, 1)
                ),
            ]
        );
}
