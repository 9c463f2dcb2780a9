global using ConsumedRecord = Confluent.Kafka.ConsumeResult<byte[]?, byte[]?>;
global using NewRecord = Confluent.Kafka.Message<byte[]?, byte[]?>;
