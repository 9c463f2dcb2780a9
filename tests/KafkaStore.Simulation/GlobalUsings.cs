global using KafkaStore.Records;
