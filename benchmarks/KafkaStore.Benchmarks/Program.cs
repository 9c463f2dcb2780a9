using KafkaStore.Benchmarks;
using KafkaStore.Benchmarks.Archiving;
using KafkaStore.Benchmarks.Baselines;
using KafkaStore.Benchmarks.Codecs;
using KafkaStore.Benchmarks.Marks;
using KafkaStore.Benchmarks.Parts;
using KafkaStore.Benchmarks.Reading;
using KafkaStore.Benchmarks.Stores;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    return args switch
    {
        ["baseline", .. var rest] => await BaselineCommand.RunAsync(rest),
        ["archive", .. var rest] => await ArchiveCommand.RunAsync(Options.Parse(rest)),
        ["marks" or "memory" or "growth" or "start" or "readers" or "app", .. var rest] => await MarksCommand.RunAsync(
            args[0],
            Options.Parse(rest)
        ),
        ["quick", .. var rest] => await QuickCommand.RunAsync(Options.Parse(rest)),
        ["codecs", .. var sets] => CodecTable.Run(sets),
        ["parts", .. var rest] => PartsCommand.Run(Options.Parse(rest)),
        ["reading", .. var rest] => await ReadingCommand.RunAsync(Options.Parse(rest)),
        ["stores", .. var rest] => await StoreCommand.RunAsync(Options.Parse(rest)),
        ["store", var task, var place, var mebibytes] => await StoreCommand.MeasureAsync(task, place, mebibytes),
        _ => throw new MeasurementException("there is no such command; see ./benchmarks/run --help."),
    };
}
catch (MeasurementException e)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}");
    return 1;
}
