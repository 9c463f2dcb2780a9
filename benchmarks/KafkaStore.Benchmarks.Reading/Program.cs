using System.Globalization;
using KafkaStore.Benchmarks.Reading;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args is [_, var given] ? given : Path.Combine(Path.GetTempPath(), "kafka-store-benchmark");
switch (args)
{
    case ["seek", ..]:
        await Seek.RunAsync(Path.Combine(folder, "seek"));
        return 0;
    case ["stream", ..]:
        await Streaming.RunAsync(Path.Combine(folder, "stream"));
        return 0;
    case ["restore", ..]:
        await Restoring.RunAsync(Path.Combine(folder, "restore"));
        return 0;
    case ["serve", ..]:
        await ServerProcess.RunAsync(Path.Combine(folder, "stream"));
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            "Usage: KafkaStore.Benchmarks.Reading seek|stream|restore [DIR]  (DIR keeps the archives for the next run)"
        );
        return 2;
}
