using System.Runtime.CompilerServices;
using KafkaStore.Tests.Simulation;

namespace KafkaStore.Tests.Archiving;

public sealed class SeenTimesTests
{
    private static readonly TopicGeneration Generation = TopicGeneration.First("t");
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    private readonly CountingStore store = new();

    [Fact]
    public async Task OneProcessKeepsOneObjectAndTheLatestTimeCounts()
    {
        var seen = new SeenTimes(store, StagingKeys.None);
        foreach (int second in new[] { 1, 2, 5, 3 })
            await seen.NoteAsync(Generation, Start.AddSeconds(second), default);
        Assert.Equal(Start.AddSeconds(5), await new SeenTimes(store, StagingKeys.None).FindAsync(Generation, default));
        Assert.Single(store.Inner.Names);
    }

    [Fact]
    public async Task WhatIsNotedIsNotNotedAgain()
    {
        var seen = new SeenTimes(store, StagingKeys.None);
        await seen.NoteAsync(Generation, Start, default);
        int requests = store.Requests;
        await seen.NoteAsync(Generation, Start, default);
        await seen.NoteAsync(Generation, Start.AddSeconds(-1), default);
        Assert.Equal(requests, store.Requests);
    }

    [Fact]
    public async Task HoweverManyNoteAtOnceTheWorkGrowsWithThemAndNotWithTheirSquare()
    {
        const int Processes = 40;
        const int Rounds = 10;
        SeenTimes[] processes = [.. Enumerable.Range(0, Processes).Select(_ => new SeenTimes(store, StagingKeys.None))];
        for (int round = 0; round < Rounds; round++)
        {
            // All look before any of them writes.
            store.Hold(Processes);
            int of = round * Processes;
            await Task.WhenAll(processes.Select((process, i) => process.NoteAsync(Generation, Start.AddSeconds(of + i), default)));
        }

        Assert.Equal(Start.AddSeconds((Rounds * Processes) - 1), await processes[0].FindAsync(Generation, default));
        Assert.InRange(store.Deletes, 0, 2 * Processes * Rounds);
        Assert.InRange(store.Inner.Names.Count, 1, Processes);
    }

    [Fact]
    public async Task WhatProcessesThatAreNoMoreLeftBehindGoesWithTime()
    {
        for (int i = 0; i < 20; i++)
            await store.Inner.CreateAsync($"~seen/t/{i:D20}", ObjectContent.FromBytes(new byte[1]), default);
        var seen = new SeenTimes(store, StagingKeys.None);
        for (int i = 0; i < 20; i++)
            await seen.NoteAsync(Generation, Start.AddSeconds(i), default);
        Assert.Single(store.Inner.Names);
    }

    [Fact]
    public async Task WithAKeyOnlyWhatIsSignedIsBelieved()
    {
        var seen = new SeenTimes(store, SomeStagingKeys.One);
        await seen.NoteAsync(Generation, Start, default);
        byte[] signed = store.Inner.BytesOf(store.Inner.Names[0]);

        // Not signed; signed, and another time's; nothing.
        store.Inner.Replace($"~seen/t/{Start.AddYears(1000).ToUnixTimeMilliseconds():D20}", "{\"topic\":\"t\"}"u8.ToArray());
        store.Inner.Replace($"~seen/t/{Start.AddYears(2000).ToUnixTimeMilliseconds():D20}", signed);
        store.Inner.Replace($"~seen/t/{Start.AddYears(3000).ToUnixTimeMilliseconds():D20}", [1, 2, 3]);
        Assert.Equal(Start, await seen.FindAsync(Generation, default));
        await seen.NoteAsync(Generation, Start.AddSeconds(1), default);
        Assert.Equal(Start.AddSeconds(1), await new SeenTimes(store, SomeStagingKeys.One).FindAsync(Generation, default));
    }

    private sealed class CountingStore(MemoryObjectStore inner) : ForwardingStore(inner)
    {
        private readonly Lock gate = new();
        private TaskCompletionSource all = new();
        private int waiting;

        public CountingStore()
            : this(new MemoryObjectStore()) { }

        public MemoryObjectStore Inner => inner;

        public int Requests { get; private set; }

        public int Deletes { get; private set; }

        public void Hold(int lists)
        {
            waiting = lists;
            all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public override async IAsyncEnumerable<ObjectEntry> ListAsync(
            string prefix,
            string? startAt,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            ObjectEntry[] entries;
            lock (gate)
            {
                Requests++;
                entries = [.. base.ListAsync(prefix, startAt, cancellationToken).ToBlockingEnumerable(cancellationToken)];
                if (--waiting <= 0)
                    all.TrySetResult();
            }

            await all.Task;
            foreach (ObjectEntry entry in entries)
                yield return entry;
        }

        public override Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
        {
            lock (gate)
                Requests++;
            return base.CreateAsync(name, content, cancellationToken);
        }

        public override Task DeleteAsync(string name, CancellationToken cancellationToken)
        {
            lock (gate)
            {
                Requests++;
                Deletes++;
            }

            return base.DeleteAsync(name, cancellationToken);
        }
    }
}
