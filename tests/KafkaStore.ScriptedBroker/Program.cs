using System.Runtime.InteropServices;
using KafkaStore.Scripted;

// KafkaStore.ScriptedBroker --topic NAME:PARTITIONS:RECORDS:BYTES … [--batch BYTES] [--release NAME]: endless topics until it is interrupted.
var topics = new List<(string Name, int Partitions, long Records, int Bytes)>();
int batchBytes = 128 << 10;
BrokerRelease release = BrokerRelease.Current;
for (int i = 0; i < args.Length; i += 2)
{
    string value = i + 1 < args.Length ? args[i + 1] : "";
    string[] parts = value.Split(':');
    bool isUnderstood = args[i] switch
    {
        "--topic" => parts.Length == 4 && Add(parts),
        "--batch" => int.TryParse(value, CultureInfo.InvariantCulture, out batchBytes) && batchBytes > 0,
        "--release" => Enum.TryParse(value, ignoreCase: true, out release),
        _ => false,
    };
    if (!isUnderstood)
        return Usage($"'{args[i]} {value}'");
}

if (topics.Count == 0)
    return Usage("no --topic");

await using var broker = ScriptedBroker.Start(new BrokerOptions { Release = release });
foreach ((string name, int partitions, long records, int bytes) in topics)
    broker.CreateEndlessTopic(name, partitions, records, bytes, batchBytes);
var stopped = new TaskCompletionSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
Console.WriteLine($"BROKERS={broker.Bootstrap}");
await stopped.Task;
foreach (Exception problem in broker.Problems)
    Console.Error.WriteLine($"error: {problem.Message}");
Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"sent {broker.BytesSent / 1e6:F1} MB, {Environment.CpuUsage.TotalTime.TotalSeconds:F2} CPU seconds"
    )
);
return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.TrySetResult();
}

bool Add(string[] parts)
{
    if (
        !int.TryParse(parts[1], CultureInfo.InvariantCulture, out int partitions)
        || !long.TryParse(parts[2], CultureInfo.InvariantCulture, out long records)
        || !int.TryParse(parts[3], CultureInfo.InvariantCulture, out int bytes)
        || partitions < 1
        || records < 0
        || bytes < 1
    )
    {
        return false;
    }

    topics.Add((parts[0], partitions, records, bytes));
    return true;
}

static int Usage(string what)
{
    Console.Error.WriteLine(
        $"error: {what}: expected --topic NAME:PARTITIONS:RECORDS:BYTES, once or more, --batch BYTES or --release current|withoutTopicIds|fetchesByName."
    );
    return 2;
}
