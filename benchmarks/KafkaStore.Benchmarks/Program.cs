using KafkaStore.Benchmarks.Codecs;

if (args is ["codecs", .. string[] sets])
    return CodecTable.Run(sets);
await Console.Error.WriteLineAsync("error: there is no such command; give codecs, and names of data sets for some of them.");
return 1;
