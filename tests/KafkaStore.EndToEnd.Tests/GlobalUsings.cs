// Xunit has a Record of its own.
global using KafkaStore.Naming;
global using KafkaStore.Records;
global using KafkaStore.Storage;
global using KafkaStore.Tests.Support;
global using Xunit;
global using Record = KafkaStore.Records.Record;
