using KafkaStore.EndToEnd.Tests.Browser;

namespace KafkaStore.EndToEnd.Tests.States;

/// <summary>
/// Somebody who has never seen it breaks it, sees on every surface what is wrong and what to do, mends it, and sees it recover.
/// <c>docs/operations.md</c>, What you see when, is what was seen here.
/// </summary>
public sealed class OperatorStatesTests(PageSession page) : IClassFixture<PageSession>
{
    private const string Remedy = "archiving goes on by itself, and nothing is lost within the topics' retention";

    private static readonly Seen Well = new()
    {
        Live = ["up to date"],
        NotLive = ["no broker", "away for", "staging:", "faulted", "missing", "mirror "],
        NotStatus = ["brokers:", "is full", "faulted (", "missing", "mirror "],
        Status = ["none needs help"],
        NotPage = ["have been away", "could not be accepted", "is full", "faulted", "is missing", "been behind"],
    };

    [BrowserFact]
    public async Task BrokerIsStopped()
    {
        await using var run = new BrokenRun(page, "broker");
        await run.StartAsync();
        await run.Broker.Nodes[0].StopAsync();
        await run.SeesAsync(
            "broken",
            new Seen
            {
                Live = ["no broker", "brokers: away for", Remedy],
                Status = ["brokers: no Kafka broker answers at 127.0.0.1:", Remedy, "orders-0 500 550"],
                StatusCode = 1,
                Api = ["brokerTrouble", "brokerTroubleSince"],
                Page = ["The brokers have been away for", Remedy, "no broker answers"],
                Metrics = [Metric.IsAbove("kafka_store_broker_outage_time_seconds", 0), Metric.Is("kafka_store_broker_outages_total", 1)],
            }
        );

        run.Broker.Nodes[0].Start();
        run.Append(100);
        await run.SeesAsync(
            "mended",
            Well with
            {
                Status = ["orders-0 600 650 650 50", "none needs help"],
                Page = ["open"],
                Metrics = [Metric.Is("kafka_store_broker_outage_time_seconds", 0), Metric.Is("kafka_store_archived_records_total", 600)],
            }
        );
    }

    [SmallDiskBrowserFact]
    public async Task DiskIsFull()
    {
        using var disk = new SmallDisk("size=8m");
        await using var run = new BrokenRun(page, "disk", archive: Path.Combine(disk.Path, "archive"));
        await run.StartAsync();
        string filler = disk.Fill();
        run.Append(100);
        await run.SeesAsync(
            "broken",
            new Seen
            {
                Live = ["staging: for", "the disk is full. Free some space on it. It is tried again; nothing is lost."],
                Status = ["archive and staging: The disk of", "is full: 0 of 8,388,608 bytes are left. Free some space on it"],
                StatusCode = 1,
                Api = ["acceptTrouble", "acceptTroubleSince", "disks"],
                Page = ["Nothing could be accepted for", "the disk is full. Free some space on it.", "0 of 8,388,608 bytes are left"],
                Metrics =
                [
                    Metric.IsAbove("kafka_store_accept_stalled_time_seconds", 0),
                    Metric.Is("kafka_store_disk_free_bytes", 0, ("store", "staging")),
                    Metric.IsAbove("kafka_store_retries_total", 0, ("step", "batch")),
                ],
            }
        );

        File.Delete(filler);
        await run.SeesAsync(
            "mended",
            Well with
            {
                Status = ["orders-0 600 650 650 50", "none needs help"],
                Metrics =
                [
                    Metric.Is("kafka_store_accept_stalled_time_seconds", 0),
                    Metric.IsAbove("kafka_store_disk_free_bytes", 1 << 20, ("store", "staging")),
                ],
            }
        );
    }

    [BrowserFact]
    public async Task TopicIsRecreated()
    {
        await using var run = new BrokenRun(page, "recreated");
        await run.StartAsync("--on-recreated", "fault");
        run.Broker.Recreate("orders");
        run.Append(150);
        await run.SeesAsync(
            "broken",
            new Seen
            {
                Live = ["faulted: TopicRecreated", "Topic orders was deleted and created again", "by telling 'kafka-store resume'"],
                Status = ["orders-0: faulted (TopicRecreated). Topic orders was deleted and created again", "1 needs help"],
                StatusCode = 1,
                Api = ["fault"],
                Page = ["faulted: TopicRecreated", "Topic orders was deleted and created again", "1 partition needs help"],
                Metrics =
                [
                    Metric.IsAbove("kafka_store_faults_total", 0, ("kind", "TopicRecreated")),
                    Metric.Is("kafka_store_archive_faulted", 1),
                ],
            }
        );

        await run.ActAsync("resumeAsNewGeneration", "resumed");
        await run.SeesAsync(
            "mended",
            Well with
            {
                Live = ["orders~g1-0", "up to date", "orders was deleted and created again", "Nothing is to be done."],
                Status = ["note: orders was deleted and created again: since", "it is archived as orders~g1", "orders~g1-0 100 150 150 50"],
                Page = ["it is archived as orders~g1", "what was archived before stays under its own name", "former"],
                Metrics = [Metric.Is("kafka_store_topic_generation", 1, ("topic", "orders")), Metric.Is("kafka_store_archive_faulted", 0)],
            }
        );
    }

    [BrowserFact]
    public async Task ObjectIsRemoved()
    {
        using var copy = new TemporaryFolder();
        await using var run = new BrokenRun(page, "removed", mirror: copy.Path);
        await run.StartAsync();
        const string Name = "orders/000000/00000000000000000200";
        await BrokenRun.UntilThereAsync(Path.Combine(copy.Path, Name));
        File.Delete(Path.Combine(run.Archive, Name));
        string missing = $"{Name} is missing: no object has the offsets 200 to 299";
        const string ToDo = "Bring it back from a mirror, 'kafka-store mirror' with the mirror as its first store";
        await run.SeesAsync(
            "broken",
            new Seen
            {
                Live = ["object missing", missing, ToDo],
                Status = ["object missing", "orders-0: " + missing, ToDo, "1 needs help"],
                StatusCode = 1,
                Api = ["missing"],
                Page = ["object missing", missing, ToDo, "1 partition needs help"],
                Metrics = [Metric.Is("kafka_store_partition_gaps", 1, ("topic", "orders"), ("partition", "0"))],
            }
        );

        (await KafkaStoreProcess.RunAsync(Words($"mirror --local-store {copy.Path} --local-store {run.Archive}"))).Succeed();
        await run.SeesAsync(
            "mended",
            Well with
            {
                Metrics = [Metric.Is("kafka_store_partition_gaps", 0, ("topic", "orders"), ("partition", "0"))],
            }
        );
    }

    [SmallDiskBrowserFact]
    public async Task MirrorLags()
    {
        using var disk = new SmallDisk("size=8m");
        await using var run = new BrokenRun(page, "mirror", mirror: Path.Combine(disk.Path, "mirror"));
        await run.StartAsync();
        await BrokenRun.UntilThereAsync(Path.Combine(disk.Path, "mirror/orders/000000/00000000000000000400"));
        string filler = disk.Fill();
        run.Append(150);
        const string ToDo = "Archiving goes on, and the mirror catches up by itself";
        await run.SeesAsync(
            "broken",
            new Seen
            {
                Live = [$"mirror {disk.Path}/mirror: behind for", "200 offsets", "the disk is full", ToDo],
                Status =
                [
                    $"mirror {disk.Path}/mirror: it lacks 200 offsets of 1 partition",
                    ToDo,
                    $"mirror 1: The disk of {disk.Path}/mirror is full",
                    "none needs help",
                ],
                StatusCode = 1,
                Api = ["mirrors", "mirrorLag"],
                Page = ["Mirror 1 has been behind for", "it lacks 200 offsets of 1 partition", "the disk is full", "200 not mirrored"],
                Metrics =
                [
                    Metric.IsAbove("kafka_store_mirror_behind_time_seconds", 0),
                    Metric.IsAbove("kafka_store_mirror_failures_total", 0),
                ],
            }
        );

        File.Delete(filler);
        run.Append(100);
        await run.SeesAsync(
            "mended",
            Well with
            {
                Status = ["orders-0 800 800 0", "none needs help"],
                Metrics = [Metric.Is("kafka_store_mirror_behind_time_seconds", 0)],
            }
        );
    }
}
