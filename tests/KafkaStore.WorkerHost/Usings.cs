global using ConsumedRecord = Confluent.Kafka.ConsumeResult<byte[]?, byte[]?>;
