// Xunit has a Record of its own.
global using Record = KafkaStore.Records.Record;
global using KafkaStore.Records;
global using Xunit;
