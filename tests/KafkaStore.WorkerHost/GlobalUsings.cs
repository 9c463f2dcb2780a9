global using DurableTask.Core;
global using DurableTask.Core.Entities;
global using DurableTask.Core.History;
global using Google.Protobuf.WellKnownTypes;
global using KafkaStore.Tests.FunctionsHost.Protocol;
global using KafkaStore.Tests.FunctionsHost.Worker;
global using ConsumedRecord = Confluent.Kafka.ConsumeResult<byte[]?, byte[]?>;
global using P = Microsoft.DurableTask.Protobuf;
