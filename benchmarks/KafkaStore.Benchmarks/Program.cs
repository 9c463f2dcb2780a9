using KafkaStore.Benchmarks.Codecs;

return CodecTable.Run(args);
