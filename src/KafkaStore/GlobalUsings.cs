global using System.Globalization;
global using KafkaStore.Avro;
global using KafkaStore.Naming;
global using KafkaStore.Records;
global using KafkaStore.Segments;
global using KafkaStore.Storage;
