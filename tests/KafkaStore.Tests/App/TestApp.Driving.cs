using KafkaStore.Resuming;

namespace KafkaStore.Tests.App;

/// <content>What a test makes happen.</content>
public sealed partial class TestApp
{
    /// <summary>The trigger delivers these records of the scripted log, in this order, in one batch.</summary>
    public Task DeliverAsync(TopicPartition partition, params long[] offsets) =>
        DeliverAsync(partition, offsets.SelectMany(offset => Log.Read(partition, offset, offset + 1)));

    public async Task DeliverAsync(TopicPartition partition, IEnumerable<Record> records) =>
        await services
            .GetRequiredService<AppendBatch>()
            .RunAsync([.. records.Select(record => TriggerRecord.Of(partition, record))], engine.Client, default);

    /// <summary>The trigger delivers one batch of several partitions.</summary>
    public async Task DeliverMixedAsync(IEnumerable<(TopicPartition Partition, Record Record)> records) =>
        await services
            .GetRequiredService<AppendBatch>()
            .RunAsync([.. records.Select(pair => TriggerRecord.Of(pair.Partition, pair.Record))], engine.Client, default);

    /// <summary>The trigger delivers these offsets of the first partition, a batch a range, and all that follows from it happens.</summary>
    public async Task AcceptAsync(params (int From, int To)[] ranges)
    {
        foreach ((int from, int to) in ranges)
            await DeliverAsync(Orders0, Offsets(from, to));
        await DrainAsync();
    }

    /// <summary>Everything that is waiting happens: signals, seals.</summary>
    public Task DrainAsync() => queue.DrainAsync();

    /// <summary>Delivers all that a read-committed reader sees from an offset on, in batches, with the clock at each batch's last record.</summary>
    public async Task DeliverAllAsync(TopicPartition partition, int batchSize = 1000, long from = 0, bool clockFollows = true)
    {
        foreach (Record[] batch in Log.Read(partition, from).Chunk(batchSize))
        {
            if (clockFollows && DateTimeOffset.FromUnixTimeMilliseconds(batch[^1].Timestamp) is var time && time > Clock.GetUtcNow())
                Clock.SetUtcNow(time);
            await DeliverAsync(partition, batch);
            await DrainAsync();
        }
    }

    /// <summary>The hourly timer fires.</summary>
    public Task PurgeHistoryAsync() => services.GetRequiredService<PurgeHistory>().RunAsync(new TimerInfo(), engine.Client, default);

    /// <summary>The timer fires, and all that follows from it happens.</summary>
    public async Task TickAsync()
    {
        await services.GetRequiredService<WatchPartitions>().RunAsync(new TimerInfo(), engine.Client, default);
        await DrainAsync();
    }

    /// <summary>Tells an entity something, and all that follows from it happens.</summary>
    public async Task SignalAsync(TopicPartition partition, string operation, object? input = null)
    {
        await engine.Client.Entities.SignalEntityAsync(EntityIds.Of(partition), operation, input ?? partition);
        await DrainAsync();
    }

    /// <summary>Likewise with whatever input, even none.</summary>
    public async Task SignalRawAsync(TopicPartition partition, string operation, object? input)
    {
        await engine.Client.Entities.SignalEntityAsync(EntityIds.Of(partition), operation, input);
        await DrainAsync();
    }

    /// <summary>An operator asks to go on with a partition that is faulted, and the next minute comes.</summary>
    public async Task<ResumeOutcome> ResumeAsync(TopicPartition partition)
    {
        ResumeOutcome outcome = await services.GetRequiredService<PartitionResume>().ResumeAsync(partition, CancellationToken.None);
        await TickMinutesAsync(1);
        return outcome;
    }

    /// <summary>An operator closes what is open.</summary>
    public Task CloseAsync(TopicPartition partition) => SignalAsync(partition, Operations.Close);

    /// <summary>Likewise, once holes are old enough to be asked about.</summary>
    public async Task CloseAfterGraceAsync()
    {
        Clock.Advance(Options.HoleGrace);
        await CloseAsync(Orders0);
    }

    /// <summary>One run of sealing beside the entity.</summary>
    public Task<SealOutcome> SealAsync(SealRequest request) =>
        services.GetRequiredService<WriteArchiveObjects>().RunAsync(request, default);

    /// <summary>The timer fires every minute for this long.</summary>
    public async Task TickMinutesAsync(int minutes)
    {
        for (int i = 0; i < minutes; i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await TickAsync();
        }
    }

    /// <summary>Likewise, once holes are old enough to be asked about.</summary>
    public Task TickAfterGraceAsync(int minutes)
    {
        Clock.Advance(Options.HoleGrace);
        return TickMinutesAsync(minutes);
    }

    /// <summary>The operator accepts that an earlier staging location is gone.</summary>
    public Task AcceptStagingLossAsync() => services.GetRequiredService<StagingIdentity>().AcceptAsync(default);
}
