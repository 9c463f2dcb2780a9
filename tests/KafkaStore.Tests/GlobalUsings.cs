// Xunit has a Record of its own.
global using KafkaStore.Records;
global using Xunit;
global using Record = KafkaStore.Records.Record;
