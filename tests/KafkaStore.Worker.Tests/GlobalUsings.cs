global using Avro.Generic;
global using Confluent.Kafka;
global using KafkaStore.Tests.FunctionsHost.Worker;
global using KafkaStore.Tests.Support;
global using KafkaStore.Worker.Tests.Support;
global using Xunit;
global using ConsumedRecord = Confluent.Kafka.ConsumeResult<byte[]?, byte[]?>;
global using NewRecord = Confluent.Kafka.Message<byte[]?, byte[]?>;
