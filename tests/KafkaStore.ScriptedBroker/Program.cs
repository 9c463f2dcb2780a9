using System.Runtime.InteropServices;
using KafkaStore.Scripted;

// KafkaStore.ScriptedBroker --topic NAME:PARTITIONS:RECORDS:BYTES … [--growing NAME:PARTITIONS:MINUTES:PERMINUTE …] [--batch BYTES] [--release NAME]:
// endless topics, and some with the records of the last minutes that go on growing, until it is interrupted.
var topics = new List<(string Name, int Partitions, long Records, int Bytes)>();
var growing = new List<(string Name, int Partitions, int Minutes, int PerMinute)>();
int batchBytes = 128 << 10;
BrokerRelease release = BrokerRelease.Current;
for (int i = 0; i < args.Length; i += 2)
{
    string value = i + 1 < args.Length ? args[i + 1] : "";
    string[] parts = value.Split(':');
    bool isUnderstood = args[i] switch
    {
        "--topic" => parts.Length == 4 && Add(parts),
        "--growing" => parts.Length == 4 && AddGrowing(parts),
        "--batch" => int.TryParse(value, CultureInfo.InvariantCulture, out batchBytes) && batchBytes > 0,
        "--release" => Enum.TryParse(value, ignoreCase: true, out release),
        _ => false,
    };
    if (!isUnderstood)
        return Usage($"'{args[i]} {value}'");
}

if (topics.Count + growing.Count == 0)
    return Usage("no --topic");

await using var broker = ScriptedBroker.Start(new BrokerOptions { Release = release });
foreach ((string name, int partitions, long records, int bytes) in topics)
    broker.CreateEndlessTopic(name, partitions, records, bytes, batchBytes);
GrowingTopic[] grown = [.. growing.Select(each => GrowingTopic.Create(broker, each.Name, each.Partitions, each.Minutes, each.PerMinute))];
var stopped = new TaskCompletionSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
Console.WriteLine($"BROKERS={broker.Bootstrap}");
using (var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)))
{
    while (!stopped.Task.IsCompleted)
    {
        foreach (GrowingTopic each in grown)
            each.Grow();
        await Task.WhenAny(stopped.Task, timer.WaitForNextTickAsync().AsTask());
    }
}

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

bool AddGrowing(string[] parts)
{
    int[] numbers = [.. parts[1..].Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out int number) ? number : 0)];
    growing.Add((parts[0], numbers[0], numbers[1], numbers[2]));
    return numbers.All(number => number > 0);
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
        $"error: {what}: expected --topic NAME:PARTITIONS:RECORDS:BYTES or --growing NAME:PARTITIONS:MINUTES:PERMINUTE, once or more, --batch BYTES or --release current|withoutTopicIds|fetchesByName."
    );
    return 2;
}
