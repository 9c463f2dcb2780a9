using KafkaStore.Reading.Verification;
using Xunit.Abstractions;

namespace KafkaStore.Worker.Tests;

/// <summary>kill -9 on the worker, while batches come out of order, twice and at once.</summary>
public sealed class KilledWorkerTests(ITestOutputHelper output)
{
    private const int Partitions = 2;
    private const int PartitionRecords = 1200;
    private const int Kills = 5;
    private const int AtOnce = 4;

    [ServerFact(TestServer.Azurite)]
    public async Task EveryRecordIsArchivedOnceWhateverTheWorkerWasDoingWhenItWasKilled()
    {
        await using ArchiverApp app = await ArchiverApp.StartAsync(("orders", Partitions));
        var produced = new List<IReadOnlyList<ConsumedRecord>>();
        for (int partition = 0; partition < Partitions; partition++)
            produced.Add(await app.ProduceAsync("orders", partition, ProducedRecords.Numbered(PartitionRecords)));
        var random = new Random(12);
        ConsumedRecord[][] plan = [.. Plan(produced, random)];
        int next = -1;
        int delivered = 0;
        Task[] deliveries = [.. Enumerable.Range(0, AtOnce).Select(_ => Task.Run(DeliverAsync))];
        for (int kill = 1; kill <= Kills; kill++)
        {
            int wanted = plan.Length * kill / (Kills + 1);
            await Eventually.TrueAsync(() => Volatile.Read(ref delivered) >= wanted);
            await Task.Delay(random.Next(100));
            await app.Host.KillAndRestartWorkerAsync();
        }

        await Task.WhenAll(deliveries);
        for (int partition = 0; partition < Partitions; partition++)
        {
            IReadOnlyList<string> archived = await app.WhenArchivedAsync("orders", partition, PartitionRecords, closing: true);
            Assert.Equal(produced[partition].Select(RecordText.Of), archived);
        }

        var problems = new ProblemLog();
        await new ArchiveVerifier(await app.OpenArchiveAsync(), problems).VerifyAsync([], new VerificationProgress(), default);
        Assert.Empty(problems.Sorted());
        var killed = app
            .Host.Outcomes.Where(outcome => outcome.Status == InvocationOutcome.WorkerGone)
            .CountBy(outcome => outcome.Function)
            .ToDictionary();
        output.WriteLine($"{plan.Length} batches, {app.Host.Kafka.Redeliveries} delivered again; killed in: {string.Join(", ", killed)}");
        Assert.NotEmpty(killed);

        async Task DeliverAsync()
        {
            while (Interlocked.Increment(ref next) is int number && number < plan.Length)
            {
                await app.Host.Kafka.DeliverAsync(plan[number]);
                Interlocked.Increment(ref delivered);
            }
        }
    }

    // Batches of both partitions; each up to six places too early or too late, and every fourth once more somewhere.
    private static List<ConsumedRecord[]> Plan(IEnumerable<IReadOnlyList<ConsumedRecord>> partitions, Random random)
    {
        List<ConsumedRecord[]> batches =
        [
            .. partitions
                .Select(records => records.Chunk(20))
                .Aggregate(
                    Enumerable.Repeat(Array.Empty<ConsumedRecord>(), PartitionRecords / 20),
                    (mixed, chunks) => mixed.Zip(chunks, (left, right) => left.Concat(right).ToArray())
                ),
        ];
        List<ConsumedRecord[]> plan =
        [
            .. batches
                .Select((batch, place) => (batch, place: place + (random.NextDouble() * 6)))
                .OrderBy(planned => planned.place)
                .Select(planned => planned.batch),
        ];
        foreach (ConsumedRecord[] batch in batches.Where((_, number) => number % 4 == 0))
            plan.Insert(random.Next(plan.Count), batch);
        return plan;
    }
}
